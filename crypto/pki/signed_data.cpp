// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/signed_data.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/definite.hpp"
#include "crypto/tlv/writer.hpp"

#include <utility>

namespace fivestar::crypto {
namespace {

constexpr std::string_view signed_data_oid = "1.2.840.113549.1.7.2";
/// SignedData of GM/T 0010, which has its own identifiers for message types.
constexpr std::string_view sm2_signed_data_oid = "1.2.156.10197.6.1.4.2.2";

Result<std::string> read_oid(tlv::Cursor& fields) {
    const auto element = fields.expect(asn1::object_identifier);
    if (!element) return std::unexpected{element.error()};
    return oid_text(element->value);
}

/// EncapsulatedContentInfo ::= SEQUENCE { eContentType, [0] EXPLICIT OCTET STRING }
Result<void> read_content(tlv::Cursor& fields, SignedData& data) {
    auto content_info = fields.enter(asn1::sequence);
    if (!content_info) return std::unexpected{content_info.error()};
    auto type = read_oid(*content_info);
    if (!type) return std::unexpected{type.error()};
    data.content_type = std::move(*type);
    auto wrapped = content_info->enter(asn1::context(0));
    if (!wrapped || !content_info->at_end()) return fail(ErrorCode::malformed);
    const auto octets = wrapped->expect(asn1::octet_string);
    if (!octets || !wrapped->at_end()) return fail(ErrorCode::malformed);
    data.content = copy(octets->value);
    return {};
}

/// CertificateSet: certificates are SEQUENCEs, the other choices (attribute certificates and so on) are tagged.
Result<void> read_certificates(ByteView set, SignedData& data) {
    tlv::Cursor cursor{set};
    for (std::size_t count = 0; !cursor.at_end(); ++count) {
        if (count == max_embedded_certificates) return fail(ErrorCode::limit_exceeded);
        const auto element = cursor.next();
        if (!element) return std::unexpected{element.error()};
        if (element->tag != asn1::sequence) continue;
        if (auto certificate = Certificate::parse(element->whole)) data.certificates.push_back(std::move(*certificate));
    }
    return {};
}

Result<SignerIdentifier> read_signer_identifier(tlv::Cursor& fields) {
    const auto key_identifier = fields.optional(asn1::context_primitive(0));
    if (!key_identifier) return std::unexpected{key_identifier.error()};
    if (*key_identifier) return copy((*key_identifier)->value);
    auto both = fields.enter(asn1::sequence);
    if (!both) return std::unexpected{both.error()};
    const auto issuer = both->expect(asn1::sequence);
    const auto serial = both->expect(asn1::integer);
    if (!issuer || !serial || !both->at_end()) return fail(ErrorCode::malformed);
    auto name = DistinguishedName::parse(issuer->whole);
    if (!name) return std::unexpected{name.error()};
    return IssuerAndSerial{std::move(*name), copy(serial->value)};
}

Result<SignerInfo> read_signer(ByteView value) {
    tlv::Cursor fields{value};
    const auto version = fields.expect(asn1::integer);
    if (!version) return std::unexpected{version.error()};
    auto identifier = read_signer_identifier(fields);
    if (!identifier) return std::unexpected{identifier.error()};
    const auto digest = fields.expect(asn1::sequence);
    const auto attributes = fields.optional(asn1::context(0));
    if (!digest || !attributes) return fail(ErrorCode::malformed);
    const auto algorithm = fields.expect(asn1::sequence);
    const auto signature = fields.expect(asn1::octet_string);
    const auto unsigned_attributes = fields.optional(asn1::context(1));
    if (!algorithm || !signature || !unsigned_attributes || !fields.at_end()) return fail(ErrorCode::malformed);
    SignerInfo signer{std::move(*identifier), copy(digest->whole), copy(algorithm->whole), {}, copy(signature->value)};
    // RFC 5652 §5.4: signed are the attributes as a SET OF, not as the [0] they are sent as.
    if (*attributes) signer.signed_attributes = tlv::encode(asn1::set, (*attributes)->value);
    return signer;
}

Result<void> read_signers(tlv::Cursor& fields, SignedData& data) {
    auto signers = fields.enter(asn1::set);
    if (!signers || signers->at_end()) return fail(ErrorCode::malformed);
    while (!signers->at_end()) {
        if (data.signers.size() == max_signers) return fail(ErrorCode::limit_exceeded);
        const auto element = signers->expect(asn1::sequence);
        if (!element) return std::unexpected{element.error()};
        auto signer = read_signer(element->value);
        if (!signer) return std::unexpected{signer.error()};
        data.signers.push_back(std::move(*signer));
    }
    return {};
}

/// The SignedData inside a ContentInfo ::= SEQUENCE { contentType, [0] EXPLICIT content }.
Result<ByteView> unwrap(ByteView content_info) {
    tlv::Cursor outer{content_info};
    auto fields = outer.enter(asn1::sequence);
    if (!fields) return std::unexpected{fields.error()};
    const auto type = read_oid(*fields);
    if (!type) return std::unexpected{type.error()};
    if (*type != signed_data_oid && *type != sm2_signed_data_oid) return fail(ErrorCode::unsupported);
    auto wrapped = fields->enter(asn1::context(0));
    if (!wrapped || !fields->at_end()) return fail(ErrorCode::malformed);
    const auto sequence = wrapped->expect(asn1::sequence);
    if (!sequence || !wrapped->at_end()) return fail(ErrorCode::malformed);
    return sequence->value;
}

}  // namespace

Result<SignedData> SignedData::parse(ByteView content_info, std::size_t max_size) {
    if (content_info.size() > max_size) return fail(ErrorCode::limit_exceeded);
    const auto definite = tlv::to_definite(content_info);
    if (!definite) return std::unexpected{definite.error()};
    const auto value = unwrap(*definite);
    if (!value) return std::unexpected{value.error()};
    tlv::Cursor fields{*value};
    const auto version = fields.expect(asn1::integer);
    const auto digests = fields.expect(asn1::set);
    if (!version || !digests) return fail(ErrorCode::malformed);
    SignedData data;
    auto read = read_content(fields, data);
    if (!read) return std::unexpected{read.error()};
    const auto certificates = fields.optional(asn1::context(0));
    const auto lists = fields.optional(asn1::context(1));
    if (!certificates || !lists) return fail(ErrorCode::malformed);
    if (*certificates) read = read_certificates((*certificates)->value, data);
    if (read) read = read_signers(fields, data);
    if (!read) return std::unexpected{read.error()};
    if (!fields.at_end()) return fail(ErrorCode::trailing_bytes);
    return data;
}

}  // namespace fivestar::crypto
