// SPDX-License-Identifier: Apache-2.0
// CMS SignedData (RFC 5652 §5; GM/T 0010 §8 has other identifiers): the format of EF.SOD (ICAO Doc 9303-10 §4.6.2) and
// of master lists.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/check_result.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/signature_algorithm.hpp"
#include "crypto/pki/certificate.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace fivestar::crypto {

inline constexpr std::size_t max_signed_data_size = std::size_t{2} * 1024 * 1024;
inline constexpr std::size_t max_signers = 4;
inline constexpr std::size_t max_embedded_certificates = 16;

struct IssuerAndSerial {
    DistinguishedName issuer;
    Bytes serial;  ///< value octets of the INTEGER
};

/// Names a signer's certificate; `Bytes` is its subject key identifier.
using SignerIdentifier = std::variant<IssuerAndSerial, Bytes>;

[[nodiscard]] bool names(const SignerIdentifier& identifier, const Certificate& certificate);

/// A SignerInfo; nothing in it is verified.
struct SignerInfo {
    SignerIdentifier identifier;
    Bytes digest_algorithm_der;
    Bytes signature_algorithm_der;
    std::optional<Bytes> signed_attributes;  ///< encoded as a SET, tag 31
    Bytes signature;
};

/// The checks of one signer's signature. `signature` is passed only if everything that it rests on passed, so that it
/// is enough to ask for it.
struct SignerReport {
    /// failed: `signature_mismatch`, `message_digest_mismatch`, `content_type_mismatch`, `signed_attributes_incomplete`
    /// (one that RFC 5652 §11 requires is missing or there twice).
    /// not_performed: `signer_certificate_missing`, `signer_certificate_unreadable` (none that could be read is the
    /// signer's), `signed_attributes_unreadable` (one of those may be the one that is missing),
    /// `unsupported_algorithm`, `unsupported_key`.
    CheckResult signature;
    /// The messageDigest attribute against the content. failed: `message_digest_mismatch`,
    /// `signed_attributes_incomplete`. not_performed: `no_signed_attributes` (the signature covers the content itself),
    /// `unsupported_algorithm`.
    CheckResult message_digest;
    std::optional<SignatureAlgorithm> algorithm;  ///< nullopt if unsupported
    std::optional<DigestAlgorithm> digest;        ///< hash of the content; nullopt if unsupported
    /// The certificate whose key verifies the signature, else the first that the signer's identifier names.
    std::optional<Certificate> certificate;
    std::optional<PublicKey> key;  ///< that certificate's; nullopt if it cannot be used
    /// From the signed attributes; as good as the signature.
    std::optional<WallTime> signing_time;
    /// `signing_time_malformed` (not as RFC 5652 §11.3 has it, or twice), `signed_attribute_malformed` (another one).
    std::vector<Reason> findings;
};

struct SignedData {
    std::string content_type;               ///< dotted text: `2.23.136.1.1.1`, in old documents another
    Bytes content;                          ///< what the OCTET STRING holds
    std::vector<Certificate> certificates;  ///< those that could be parsed, some of them in part
    std::vector<SignerInfo> signers;        ///< at least one
    std::optional<std::uint32_t> version;   ///< nullopt if it is missing or not a small number
    bool has_unreadable_certificate = false;
    bool has_unreadable_signer = false;  ///< then no signer speaks for all
    bool has_odd_elements = false;       ///< elements that are unknown, out of order or there twice were left out

    /// Parses a ContentInfo in DER, or BER with indefinite lengths. Keeps what can be read: of an element that
    /// RFC 5652 §5.1 has once, the first. Errors: `malformed` (also without content or a signer that can
    /// be read), `trailing_bytes`, `limit_exceeded`, `unsupported` (another content type than SignedData).
    static Result<SignedData> parse(ByteView content_info, std::size_t max_size = max_signed_data_size);

    /// Verifies all signers and returns their reports in order. A document has one signer; if there are several, trust
    /// only what all of them sign. `apart`: further certificates that signers may have.
    [[nodiscard]] std::vector<SignerReport> verify(std::span<const Certificate> apart = {}) const;
};

}  // namespace fivestar::crypto
