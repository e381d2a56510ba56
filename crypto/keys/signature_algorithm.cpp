// SPDX-License-Identifier: Apache-2.0
#include "crypto/keys/signature_algorithm.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/known_algorithms.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace fivestar::crypto {
namespace {

using enum DigestAlgorithm;

struct NamedAlgorithm {
    std::string_view oid;
    SignatureScheme scheme;
    DigestAlgorithm digest;
};

/// The algorithms of RFC 4055, RFC 5758 and GM/T 0006. 1.3.14.3.2.29 is sha1WithRSASignature of OIW, used by
/// first-generation signers; 1.2.156.10197.1.301.1 is the signature algorithm of SM2, always with SM3.
constexpr std::array<NamedAlgorithm, 13> named_algorithms{{
    {"1.2.840.113549.1.1.5", SignatureScheme::rsa_pkcs1, sha1},
    {"1.2.840.113549.1.1.14", SignatureScheme::rsa_pkcs1, sha224},
    {"1.2.840.113549.1.1.11", SignatureScheme::rsa_pkcs1, sha256},
    {"1.2.840.113549.1.1.12", SignatureScheme::rsa_pkcs1, sha384},
    {"1.2.840.113549.1.1.13", SignatureScheme::rsa_pkcs1, sha512},
    {"1.2.840.10045.4.1", SignatureScheme::ecdsa, sha1},
    {"1.2.840.10045.4.3.1", SignatureScheme::ecdsa, sha224},
    {"1.2.840.10045.4.3.2", SignatureScheme::ecdsa, sha256},
    {"1.2.840.10045.4.3.3", SignatureScheme::ecdsa, sha384},
    {"1.2.840.10045.4.3.4", SignatureScheme::ecdsa, sha512},
    {"1.3.14.3.2.29", SignatureScheme::rsa_pkcs1, sha1},
    {"1.2.156.10197.1.501", SignatureScheme::sm2, sm3},
    {"1.2.156.10197.1.301.1", SignatureScheme::sm2, sm3},
}};

constexpr std::string_view mgf1 = "1.2.840.113549.1.1.8";
constexpr std::string_view sm2_elliptic_curve = "1.2.156.10197.1.301";
constexpr std::string_view ecdsa_with_specified = "1.2.840.10045.4.3";

constexpr std::uint32_t default_salt_length = 20;
constexpr std::uint32_t max_salt_length = 512;
constexpr std::uint32_t trailer_field_bc = 1;

Result<DigestAlgorithm> digest_in(ByteView octets) {
    const auto identifier = parse_algorithm_identifier(octets);
    if (!identifier) return std::unexpected{identifier.error()};
    return digest_algorithm(*identifier);
}

Result<DigestAlgorithm> mask_digest_in(ByteView octets) {
    const auto identifier = parse_algorithm_identifier(octets);
    if (!identifier) return std::unexpected{identifier.error()};
    if (identifier->oid != mgf1) return fail(ErrorCode::unsupported);
    return digest_in(identifier->parameters);
}

/// Reads an optional [n] EXPLICIT INTEGER.
Result<std::uint32_t> optional_number(tlv::Cursor& fields, std::uint8_t number, std::uint32_t otherwise) {
    const auto element = fields.optional(asn1::context(number));
    if (!element) return std::unexpected{element.error()};
    if (!*element) return otherwise;
    tlv::Cursor inner{(*element)->value};
    const auto value = asn1::read_small_integer(inner);
    if (value && !inner.at_end()) return fail(ErrorCode::trailing_bytes);
    return value;
}

/// Parses RSASSA-PSS-params (RFC 8017 §A.2.3). The defaults are SHA-1, MGF1 with SHA-1, and 20 octets of salt.
Result<SignatureAlgorithm> parse_pss_parameters(ByteView parameters) {
    SignatureAlgorithm algorithm{SignatureScheme::rsa_pss, sha1, sha1, default_salt_length};
    if (parameters.empty()) return algorithm;
    tlv::Cursor outer{parameters};
    auto fields = outer.enter(asn1::sequence);
    if (!fields) return std::unexpected{fields.error()};
    const auto digest = fields->optional(asn1::context(0));
    if (!digest) return std::unexpected{digest.error()};
    if (*digest) {
        const auto parsed = digest_in((*digest)->value);
        if (!parsed) return std::unexpected{parsed.error()};
        algorithm.digest = *parsed;
    }
    const auto mask = fields->optional(asn1::context(1));
    if (!mask) return std::unexpected{mask.error()};
    if (*mask) {
        const auto parsed = mask_digest_in((*mask)->value);
        if (!parsed) return std::unexpected{parsed.error()};
        algorithm.mask_digest = *parsed;
    }
    const auto salt = optional_number(*fields, 2, default_salt_length);
    if (!salt) return std::unexpected{salt.error()};
    if (*salt > max_salt_length) return fail(ErrorCode::unsupported);
    algorithm.salt_length = *salt;
    const auto trailer = optional_number(*fields, 3, trailer_field_bc);
    if (!trailer) return std::unexpected{trailer.error()};
    if (*trailer != trailer_field_bc) return fail(ErrorCode::unsupported);
    if (!fields->at_end()) return fail(ErrorCode::trailing_bytes);
    return algorithm;
}

Bytes encode_pss_parameters(const SignatureAlgorithm& algorithm) {
    const auto salt = static_cast<std::uint16_t>(algorithm.salt_length);
    Bytes salt_octets{static_cast<std::uint8_t>(salt)};
    // A second octet if the number needs it, or if one octet would be negative.
    if (salt >= 0x80) salt_octets.insert(salt_octets.begin(), static_cast<std::uint8_t>(salt >> 8));
    tlv::Writer writer;
    writer.add(asn1::sequence, [&](tlv::Writer& fields) {
        // DER omits default values.
        if (algorithm.digest != sha1) fields.add(asn1::context(0), digest_algorithm_identifier(algorithm.digest));
        if (algorithm.mask_digest != sha1) {
            fields.add(asn1::context(1),
                       encode_algorithm_identifier(mgf1, digest_algorithm_identifier(algorithm.mask_digest)));
        }
        if (algorithm.salt_length != default_salt_length) {
            fields.add(asn1::context(2), tlv::encode(asn1::integer, salt_octets));
        }
    });
    return std::move(writer).take();
}

}  // namespace

SignatureAlgorithm SignatureAlgorithm::rsa_pkcs1(DigestAlgorithm digest) {
    return {SignatureScheme::rsa_pkcs1, digest, digest, 0};
}

SignatureAlgorithm SignatureAlgorithm::rsa_pss(DigestAlgorithm digest) {
    return {SignatureScheme::rsa_pss, digest, digest, digest_size(digest)};
}

SignatureAlgorithm SignatureAlgorithm::ecdsa(DigestAlgorithm digest) {
    return {SignatureScheme::ecdsa, digest, digest, 0};
}

SignatureAlgorithm SignatureAlgorithm::sm2() {
    return {SignatureScheme::sm2, sm3, sm3, 0};
}

std::string SignatureAlgorithm::method() const {
    constexpr EnumNames<SignatureScheme::sm2_empty_id> prefixes("rsa-", "rsa-pss-", "ecdsa-", "sm2-", "sm2-");
    return std::string{prefixes[scheme]}.append(to_string(digest));
}

Result<SignatureAlgorithm> parse_signature_algorithm(ByteView identifier_der,
                                                     std::optional<DigestAlgorithm> stated_digest) {
    const auto identifier = parse_algorithm_identifier(identifier_der);
    if (!identifier) return std::unexpected{identifier.error()};
    const std::string_view oid = identifier->oid;
    if (oid == rsassa_pss) return parse_pss_parameters(identifier->parameters);
    if (oid == ecdsa_with_specified) {
        const auto digest = digest_in(identifier->parameters);
        if (!digest) return std::unexpected{digest.error()};
        return SignatureAlgorithm::ecdsa(*digest);
    }
    if (stated_digest && oid == rsa_encryption && identifier->without_parameters()) {
        return SignatureAlgorithm::rsa_pkcs1(*stated_digest);
    }
    // Its parameters, if any, are the key's, and were checked there.
    if (stated_digest && oid == ec_public_key) return SignatureAlgorithm::ecdsa(*stated_digest);
    if (stated_digest == sm3 && oid == sm2_elliptic_curve) return SignatureAlgorithm::sm2();
    const auto* const found = std::ranges::find(named_algorithms, oid, &NamedAlgorithm::oid);
    if (found == named_algorithms.end() || !identifier->without_parameters()) return fail(ErrorCode::unsupported);
    return SignatureAlgorithm{found->scheme, found->digest, found->digest, 0};
}

Bytes signature_algorithm_identifier(const SignatureAlgorithm& algorithm) {
    if (algorithm.scheme == SignatureScheme::rsa_pss) {
        return encode_algorithm_identifier(rsassa_pss, encode_pss_parameters(algorithm));
    }
    const SignatureScheme scheme =
        algorithm.scheme == SignatureScheme::sm2_empty_id ? SignatureScheme::sm2 : algorithm.scheme;
    const auto* const found = std::ranges::find_if(named_algorithms, [&](const NamedAlgorithm& candidate) {
        return candidate.scheme == scheme && candidate.digest == algorithm.digest;
    });
    // ECDSA (RFC 5758 §3.2) and SM2 omit the parameters; RSA has NULL (RFC 4055 §5).
    const bool rsa = scheme == SignatureScheme::rsa_pkcs1;
    return encode_algorithm_identifier(found->oid, rsa ? ByteView{null_parameters} : ByteView{});
}

}  // namespace fivestar::crypto
