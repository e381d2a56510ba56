// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/evidence_json.hpp"

#include "crypto/asn1/object_identifier.hpp"
#include "crypto/base/text.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/api/record_json.hpp"
#include "daemon/api/rfc3339.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

constexpr int format_version = 1;
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

json::value base64_or_null(ByteView octets, const json::storage_ptr& storage) {
    return octets.empty() ? json::value(nullptr, storage) : base64_json(octets, storage);
}

template <class Octets>
json::value base64_or_null(const std::optional<Octets>& octets, const json::storage_ptr& storage) {
    return octets ? base64_json(ByteView{*octets}, storage) : json::value(nullptr, storage);
}

json::array groups_json(const identity::Evidence& evidence, const FieldSet& fields, const json::storage_ptr& storage) {
    json::array array(storage);
    array.reserve(evidence.groups.size());
    for (const identity::EvidenceGroup& group : evidence.groups) {
        json::object object(storage);
        object.emplace("number", group.number);
        object.emplace("state", identity::to_string(group.state));
        object.emplace("digest", base64_or_null(ByteView{group.digest}, storage));
        object.emplace("octets",
                       may_see(group.number, fields) ? base64_or_null(group.octets, storage) : json::value(nullptr));
        array.push_back(std::move(object));
    }
    return array;
}

json::value mapping_json(const std::optional<identity::EvidenceOfMapping>& mapping, const json::storage_ptr& storage) {
    if (!mapping) return json::value(nullptr, storage);
    json::object object(storage);
    object.emplace("key_id", mapping->key_id);
    object.emplace("mapping_key", base64_json(mapping->mapping_key, storage));
    object.emplace("data", base64_json(mapping->data, storage));
    return object;
}

json::value chip_authentication_json(const std::optional<Bytes>& protocol, const json::storage_ptr& storage) {
    if (!protocol) return json::value(nullptr, storage);
    json::object object(storage);
    object.emplace("protocol", crypto::oid_text(*protocol).value_or(std::string{}));
    return object;
}

json::value active_json(const std::optional<identity::EvidenceOfActiveAuthentication>& active,
                        const json::storage_ptr& storage) {
    if (!active) return json::value(nullptr, storage);
    json::object object(storage);
    object.emplace("nonce", base64_json(active->nonce, storage));
    object.emplace("challenge", base64_json(active->challenge, storage));
    object.emplace("signature", base64_or_null(ByteView{active->signature}, storage));
    return object;
}

json::value module_json(const std::optional<identity::EvidenceOfModule>& module, const FieldSet& fields,
                        const json::storage_ptr& storage) {
    if (!module) return json::value(nullptr, storage);
    json::object object(storage);
    object.emplace("text", fields.contains(RecordField::raw_cn_text) ? base64_or_null(module->text, storage)
                                                                     : json::value(nullptr));
    return object;
}

}  // namespace

Utf8Text evidence_statement(const identity::Evidence& evidence, const FieldSet& fields) {
    const json::storage_ptr storage = zeroizing_storage();
    json::object object(storage);
    object.emplace("format", "fivestar-evidence");
    object.emplace("version", format_version);
    object.emplace("read_at", rfc3339(evidence.read_at));
    object.emplace("profile", identity::to_string(evidence.profile));
    json::object verification = verification_json(evidence.claimed, evidence.claimed_verdict, storage);
    verification.emplace("chip_authenticity_offered", evidence.claimed.chip_authenticity_offered);
    object.emplace("verification", std::move(verification));
    object.emplace("card_access", base64_or_null(evidence.card_access, storage));
    object.emplace("card_security", base64_or_null(ByteView{evidence.card_security}, storage));
    object.emplace("security_object", base64_or_null(ByteView{evidence.security_object}, storage));
    object.emplace("digest", crypto::to_string(evidence.digest));
    object.emplace("data_groups", groups_json(evidence, fields, storage));
    object.emplace("signer_certificate", base64_or_null(ByteView{evidence.signer_certificate}, storage));
    object.emplace("anchor_certificate", base64_or_null(ByteView{evidence.anchor_certificate}, storage));
    object.emplace("pace_chip_authentication_mapping", mapping_json(evidence.mapping, storage));
    object.emplace("chip_authentication", chip_authentication_json(evidence.chip_authentication, storage));
    object.emplace("active_authentication", active_json(evidence.active_authentication, storage));
    object.emplace("module", module_json(evidence.module, fields, storage));
    return serialize_json(object);
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

json::object evidence_json(const SealedEvidence& evidence, const json::storage_ptr& storage) {
    json::object object(storage);
    object.emplace("version", format_version);
    object.emplace("statement", json::value(evidence.statement.view(), storage));
    if (evidence.signature) {
        json::object signature(storage);
        signature.emplace("algorithm", "ecdsa-sha256");
        signature.emplace("key", evidence.signature->key);
        signature.emplace("value", base64_json(evidence.signature->value, storage));
        object.emplace("signature", std::move(signature));
    } else {
        object.emplace("signature", nullptr);
    }
    return object;
}

}  // namespace fivestar::daemon
