// SPDX-License-Identifier: Apache-2.0
// Writes EF.SOD and EF.CardSecurity: CMS SignedData with an LDS security object or SecurityInfos (ICAO Doc 9303-10
// §4.6.2, §3.11.4, RFC 5652).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/primitives/digest.hpp"
#include "sim/pki/certificate_writer.hpp"

#include <cstdint>
#include <map>
#include <string_view>

namespace fivestar::sim {

/// The signer identifier of SignerInfo (RFC 5652 §5.3).
enum class SignerReference : std::uint8_t { issuer_and_serial, key_identifier };

struct SecurityObjectRequest {
    crypto::DigestAlgorithm digest;  ///< for the data groups and the signed attributes
    SignerReference reference;
    std::uint32_t serial;           ///< of the signer's certificate
    std::string_view signing_time;  ///< `YYYYMMDDHHMMSSZ`
    ByteView certificate;           ///< of the signer, DER
    Bytes issuer_name;              ///< as in the certificate, DER
};

/// EF.SOD with its outer tag 77 over `data_groups` (whole files by number).
[[nodiscard]] Result<Bytes> write_security_object(const SecurityObjectRequest& request, const Entity& signer,
                                                  const std::map<unsigned, Bytes>& data_groups);

/// EF.CardSecurity with encoded SecurityInfos. It has no outer tag (Doc 9303-10 §3.11.4).
[[nodiscard]] Result<Bytes> write_card_security(const SecurityObjectRequest& request, const Entity& signer,
                                                ByteView security_infos);

}  // namespace fivestar::sim
