// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/evidence_json.hpp"

#include "crypto/asn1/object_identifier.hpp"
#include "daemon/api/record_json.hpp"
#include "daemon/api/rfc3339.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace fivestar::daemon {
namespace {

constexpr unsigned format_version = 1;
constexpr std::array<std::string_view, 5> whole_record{"document", "holder", "number", "portrait", "raw"};

bool may_see(identity::DataGroupNumber number, const FieldSet& fields) {
    switch (number) {
        case 1:
            return fields.contains(RecordField::raw_mrz);
        case 2:
            return fields.contains(RecordField::portrait);
        case 13:
            return fields.contains(RecordField::raw_cn_text);
        case 14:
        case 15:
            return true;
        default:
            return std::ranges::all_of(whole_record, [&](std::string_view part) { return fields.contains(part); });
    }
}

template <class Octets>
std::optional<Base64> base64(const std::optional<Octets>& octets) {
    return octets ? std::optional{Base64{ByteView{octets->data(), octets->size()}}} : std::nullopt;
}

void write_group(JsonWriter& json, const identity::EvidenceGroup& group, const FieldSet& fields) {
    json.object([&] {
        json.member("number", group.number);
        json.member("state", group.state);
        json.member("digest", unless_empty(Base64{group.digest}));
        json.member("octets", may_see(group.number, fields) ? base64(group.octets) : std::nullopt);
    });
}

void write_mapping(JsonWriter& json, const identity::EvidenceOfMapping& mapping) {
    json.object([&] {
        json.member("key_id", mapping.key_id);
        json.member("mapping_key", Base64{mapping.mapping_key});
        json.member("data", Base64{mapping.data});
    });
}

void write_active_authentication(JsonWriter& json, const identity::EvidenceOfActiveAuthentication& active) {
    json.object([&] {
        json.member("nonce", Base64{active.nonce});
        json.member("challenge", Base64{active.challenge});
        json.member("signature", unless_empty(Base64{active.signature}));
    });
}

}  // namespace

Utf8Text evidence_statement(const identity::Evidence& evidence, const FieldSet& fields) {
    JsonWriter json;
    json.object([&] {
        json.member("format", "fivestar-evidence");
        json.member("version", format_version);
        json.member("read_at", rfc3339(evidence.read_at));
        json.member("profile", evidence.profile);
        json.name("verification");
        json.object([&] {
            write_verification_members(json, evidence.claimed, evidence.claimed_verdict);
            json.member("chip_authenticity_offered", evidence.claimed.chip_authenticity_offered);
        });
        json.member("card_access", base64(evidence.card_access));
        json.member("card_security", unless_empty(Base64{evidence.card_security}));
        json.member("security_object", unless_empty(Base64{evidence.security_object}));
        json.member("digest", evidence.digest);
        json.name("data_groups");
        json.array(evidence.groups, [&](const identity::EvidenceGroup& group) { write_group(json, group, fields); });
        json.member("signer_certificate", unless_empty(Base64{evidence.signer_certificate}));
        json.member("anchor_certificate", unless_empty(Base64{evidence.anchor_certificate}));
        json.member("pace_chip_authentication_mapping", evidence.mapping,
                    [&](const identity::EvidenceOfMapping& mapping) { write_mapping(json, mapping); });
        json.member("chip_authentication", evidence.chip_authentication, [&](const Bytes& protocol) {
            json.object([&] { json.member("protocol", crypto::oid_text(protocol).value_or(std::string{})); });
        });
        json.member(
            "active_authentication", evidence.active_authentication,
            [&](const identity::EvidenceOfActiveAuthentication& active) { write_active_authentication(json, active); });
        json.member("module", evidence.module, [&](const identity::EvidenceOfModule& module) {
            json.object([&] {
                json.member("text", fields.contains(RecordField::raw_cn_text) ? base64(module.text) : std::nullopt);
            });
        });
    });
    return json.take();
}

Result<SealedEvidence> seal_evidence(const identity::Evidence& evidence, const FieldSet& fields,
                                     const EvidenceKey* key) {
    SealedEvidence sealed{.statement = evidence_statement(evidence, fields)};
    if (key == nullptr) return sealed;
    auto signature = key->sign(as_bytes(sealed.statement.view()));
    if (!signature) return std::unexpected{signature.error()};
    sealed.signature.emplace(key->id(), std::move(*signature));
    return sealed;
}

void write_evidence(JsonWriter& json, const SealedEvidence& evidence) {
    json.object([&] {
        json.member("version", format_version);
        json.member("statement", evidence.statement.view());
        json.member("signature", evidence.signature, [&](const EvidenceSignature& signature) {
            json.object([&] {
                json.member("algorithm", "ecdsa-sha256");
                json.member("key", signature.key);
                json.member("value", Base64{signature.value});
            });
        });
    });
}

}  // namespace fivestar::daemon
