// SPDX-License-Identifier: Apache-2.0
// Writes certificates and revocation lists in the profile of ICAO Doc 9303-12 §7.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/key_pair.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace fivestar::sim {

/// Times are `YYYYMMDDHHMMSSZ`, before 2050.
struct Validity {
    std::string_view from;
    std::string_view until;
};

/// A subject or issuer.
struct Entity {
    std::string country;  ///< two letters, upper case
    std::string common_name;
    std::string state_code;  ///< as in the MRZ, for the alternative name (Doc 9303-12 §7.1.1.2)
    crypto::KeyPair key;
    crypto::EcParameters parameters = crypto::EcParameters::named;
    crypto::SignatureAlgorithm algorithm;  ///< for signatures by this party
    Bytes claimed_key_identifier = {};     ///< an impostor's: the key identifier of another key
};

enum class CertificateRole : std::uint8_t { country_signer, document_signer };

struct CertificateRequest {
    CertificateRole role;
    std::uint32_t serial;
    Validity validity;
};

/// Name with country, organization and common name.
[[nodiscard]] Bytes distinguished_name(const Entity& entity);
/// SHA-1 of the public key (RFC 5280 §4.2.1.2), 20 octets, or the claimed identifier.
[[nodiscard]] Bytes key_identifier(const Entity& entity);

/// The DER certificate of `subject`, signed by `issuer`.
[[nodiscard]] Result<Bytes> write_certificate(const CertificateRequest& request, const Entity& subject,
                                              const Entity& issuer);

/// The revocation list, DER, with one certificate, which was revoked when the list was issued.
[[nodiscard]] Result<Bytes> write_revocation_list(std::uint32_t revoked_serial, const Validity& validity,
                                                  const Entity& issuer);

}  // namespace fivestar::sim
