// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/revocation_list.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/asn1_time.hpp"
#include "crypto/pki/certificate.hpp"
#include "crypto/pki/x509.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::crypto {
namespace {

bool is_time(const tlv::Cursor& fields) {
    const ByteView rest = fields.rest();
    return !rest.empty() && (rest[0] == asn1::utc_time || rest[0] == asn1::generalized_time);
}

/// Entry ::= SEQUENCE { userCertificate, revocationDate, crlEntryExtensions OPTIONAL }
Result<std::vector<Bytes>> read_revoked(ByteView value) {
    std::vector<Bytes> serials;
    tlv::Cursor entries{value};
    while (!entries.at_end()) {
        if (serials.size() == max_revoked_certificates) return fail(ErrorCode::limit_exceeded);
        auto entry = entries.enter(asn1::sequence);
        if (!entry) return std::unexpected{entry.error()};
        const auto serial = entry->expect(asn1::integer);
        if (!serial || serial->value.empty()) return fail(ErrorCode::malformed);
        serials.push_back(serial_key(serial->value));
    }
    std::ranges::sort(serials);
    return serials;
}

Result<void> read_crl_extensions(ByteView encoded, RevocationList& list) {
    const auto extensions = read_extensions(encoded);
    if (!extensions) return std::unexpected{extensions.error()};
    for (const Extension& extension : *extensions) {
        if (extension.oid == authority_key_identifier_oid) {
            auto identifier = parse_authority_key_identifier(extension.value);
            if (!identifier) return std::unexpected{identifier.error()};
            list.authority_key_identifier = std::move(*identifier);
        } else if (extension.critical) {
            return fail(ErrorCode::unsupported);
        }
    }
    return {};
}

/// TBSCertList (RFC 5280 §5.1.2).
Result<void> read_tbs(ByteView value, RevocationList& list) {
    tlv::Cursor fields{value};
    const auto version = fields.optional(asn1::integer);
    const auto algorithm = read_algorithm_identifier(fields);
    const auto issuer = fields.expect(asn1::sequence);
    const auto this_update = fields.next();
    if (!version || !algorithm || !issuer || !this_update) return fail(ErrorCode::malformed);
    auto name = DistinguishedName::parse(issuer->whole);
    if (!name) return std::unexpected{name.error()};
    list.issuer = std::move(*name);
    const auto begin = asn1_time(*this_update);
    if (!begin) return std::unexpected{begin.error()};
    list.this_update = *begin;
    if (is_time(fields)) {
        const auto next_update = fields.next();
        if (!next_update) return std::unexpected{next_update.error()};
        const auto end = asn1_time(*next_update);
        if (!end) return std::unexpected{end.error()};
        list.next_update = *end;
    }
    const auto entries = fields.optional(asn1::sequence);
    if (!entries) return std::unexpected{entries.error()};
    if (*entries) {
        auto serials = read_revoked((*entries)->value);
        if (!serials) return std::unexpected{serials.error()};
        list.revoked_serials = std::move(*serials);
    }
    const auto extensions = fields.optional(asn1::context(0));
    if (!extensions || !fields.at_end()) return fail(ErrorCode::malformed);
    return *extensions ? read_crl_extensions((*extensions)->value, list) : Result<void>{};
}

}  // namespace

Result<RevocationList> RevocationList::parse(ByteView der) {
    if (der.size() > max_revocation_list_size) return fail(ErrorCode::limit_exceeded);
    const auto parts = read_signed(der);
    if (!parts) return std::unexpected{parts.error()};
    RevocationList list;
    list.tbs = copy(parts->tbs.whole);
    list.signature_algorithm_der = copy(parts->algorithm.whole);
    list.signature = copy(parts->signature);
    const auto read = read_tbs(parts->tbs.value, list);
    if (!read) return std::unexpected{read.error()};
    return list;
}

Result<SignatureAlgorithm> RevocationList::verify_signed_by(const PublicKey& issuer_key) const {
    const auto algorithm = parse_signature_algorithm(signature_algorithm_der);
    if (!algorithm) return std::unexpected{algorithm.error()};
    return issuer_key.verify_either_id(*algorithm, tbs, signature);
}

bool RevocationList::revokes(ByteView serial) const {
    return std::ranges::binary_search(revoked_serials, serial_key(serial));
}

}  // namespace fivestar::crypto
