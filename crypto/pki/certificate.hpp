// SPDX-License-Identifier: Apache-2.0
// X.509 certificates (RFC 5280) as issued by Doc 9303-12 and as seen in practice: negative serial numbers, explicit EC
// parameters, no key identifiers, version 3 without extensions.
#pragma once

#include "crypto/asn1/distinguished_name.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/public_key.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fivestar::crypto {

inline constexpr std::size_t max_certificate_size = 65536;

/// The bits of KeyUsage (RFC 5280 §4.2.1.3) that are used.
struct KeyUsage {
    bool digital_signature = false;
    bool content_commitment = false;
    bool certificate_signing = false;
};

struct BasicConstraints {
    bool ca = false;
    std::optional<std::uint32_t> path_length = {};
};

/// The fields of a certificate. Absent ones are nullopt. Copies share the encoding.
struct Certificate {
    std::shared_ptr<const Bytes> encoding;  ///< what the views below lie in
    ByteView der;
    ByteView tbs;                      ///< the encoded TBSCertificate: what is signed
    ByteView signature_algorithm_der;  ///< the encoded AlgorithmIdentifier
    ByteView signature;
    ByteView serial;  ///< value octets of the INTEGER as encoded; may be negative
    DistinguishedName issuer;
    DistinguishedName subject;
    WallTime not_before = {};
    WallTime not_after = {};
    ByteView public_key_info;  ///< the encoded SubjectPublicKeyInfo
    std::optional<Bytes> subject_key_identifier;
    std::optional<Bytes> authority_key_identifier;
    std::optional<BasicConstraints> basic_constraints;
    std::optional<KeyUsage> key_usage;
    std::vector<std::string> extended_key_usage;  ///< dotted texts; empty without the extension
    bool unknown_critical_extension = false;

    // Set by `parse_in_part` alone.
    bool usage_malformed = false;      ///< an extension that limits what the key may sign, or one without identifier
    bool validity_malformed = false;   ///< then `not_before` and `not_after` say nothing
    bool has_malformed_parts = false;  ///< any of these, or the subject, or an extension that limits nothing

    /// Errors: `malformed`, `trailing_bytes`, `limit_exceeded`.
    static Result<Certificate> parse(ByteView der);

    /// Parses a certificate that came with a document and keeps what can be read. Errors: as above, if one of these
    /// cannot: the signature and its algorithm, the serial number, the issuer's name, the public key.
    static Result<Certificate> parse_in_part(ByteView der);

    [[nodiscard]] bool self_issued() const { return subject.matches(issuer); }
    /// SHA-256 over `der`.
    [[nodiscard]] Bytes fingerprint() const;
    /// The extension's key identifier, or without it the SHA-1 of the key's bits (RFC 5280 §4.2.1.2, method 1).
    [[nodiscard]] Bytes key_identifier() const;
    /// Decoded on each call; errors as PublicKey::parse.
    [[nodiscard]] Result<PublicKey> public_key() const;
    [[nodiscard]] Result<SignatureAlgorithm> signature_algorithm() const;
    /// Verifies the signature of this certificate with `issuer_key`; returns its algorithm. Errors: those of
    /// PublicKey::verify and parse_signature_algorithm.
    [[nodiscard]] Result<SignatureAlgorithm> verify_signed_by(const PublicKey& issuer_key) const;
};

/// Returns a serial number for comparison, without leading zero octets: some signers omit those that others write.
[[nodiscard]] Bytes serial_key(ByteView serial);

}  // namespace fivestar::crypto
