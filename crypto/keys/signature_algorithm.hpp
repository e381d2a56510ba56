// SPDX-License-Identifier: Apache-2.0
// Signature algorithms of ICAO Doc 9303-12 §4.4: RSA PKCS #1 v1.5 and PSS (RFC 8017), ECDSA (ANSI X9.62, RFC 5758);
// and SM2 with SM3 (GB/T 32918.2, GM/T 0003.2).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/primitives/digest.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace fivestar::crypto {

/// The signature schemes. SM2 signs the signer's identifier along with the message: `sm2` with the default identifier
/// `1234567812345678` (GM/T 0009), `sm2_empty_id` with an empty one, as software signs that does not know the
/// identifier. The encoding does not tell which.
enum class SignatureScheme : std::uint8_t { rsa_pkcs1, rsa_pss, ecdsa, sm2, sm2_empty_id };

struct SignatureAlgorithm {
    SignatureScheme scheme;
    DigestAlgorithm digest;
    DigestAlgorithm mask_digest;  ///< hash of MGF1 for RSA-PSS, otherwise equal to `digest`
    std::size_t salt_length;      ///< octets for RSA-PSS, otherwise 0

    [[nodiscard]] static SignatureAlgorithm rsa_pkcs1(DigestAlgorithm digest);
    /// RSA-PSS, MGF1 with the same hash, and a salt as long as the hash value.
    [[nodiscard]] static SignatureAlgorithm rsa_pss(DigestAlgorithm digest);
    [[nodiscard]] static SignatureAlgorithm ecdsa(DigestAlgorithm digest);
    /// SM2 with SM3 and the default identifier.
    [[nodiscard]] static SignatureAlgorithm sm2();

    /// Returns the name: `rsa-sha1`, `rsa-pss-sha256`, `ecdsa-sha256`, `sm2-sm3`.
    [[nodiscard]] std::string method() const;

    friend bool operator==(const SignatureAlgorithm&, const SignatureAlgorithm&) = default;
};

/// Parses an encoded AlgorithmIdentifier. `stated_digest` is the digest algorithm of a SignerInfo, whose signature
/// algorithm may be plain rsaEncryption, id-ecPublicKey or SM2; an algorithm that names its own hash prevails. Missing
/// NULL parameters are accepted. Errors: `malformed`, `trailing_bytes`, `unsupported`.
[[nodiscard]] Result<SignatureAlgorithm> parse_signature_algorithm(
    ByteView identifier, std::optional<DigestAlgorithm> stated_digest = std::nullopt);

/// Encodes the AlgorithmIdentifier.
[[nodiscard]] Bytes signature_algorithm_identifier(const SignatureAlgorithm& algorithm);

}  // namespace fivestar::crypto
