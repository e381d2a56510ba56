// SPDX-License-Identifier: Apache-2.0
// An issuing state of the test PKI: CSCA, document signers and signature algorithms.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "sim/documents/security_object.hpp"
#include "sim/pki/certificate_writer.hpp"
#include "sim/pki/signer_kind.hpp"

#include <filesystem>
#include <map>
#include <span>
#include <string_view>

namespace fivestar::sim {

struct ChainProfile {
    std::string_view name;
    std::string_view country;
    std::string_view state_code;
    crypto::EcParameters authority_parameters;
    crypto::SignatureAlgorithm authority_algorithm;
    crypto::SignatureAlgorithm signer_algorithm;
    crypto::DigestAlgorithm digest;
    SignerReference reference;
    bool lds_profile;  ///< its anchor is trusted for the five-star LDS profile only
};

/// "five-star", "five-star-sm2", "passport", "contact".
[[nodiscard]] std::span<const ChainProfile> chain_profiles();

struct IssuingChain {
    const ChainProfile* profile;
    Entity authority;
    Entity signer;
    Bytes anchor;           ///< certificate of the CSCA, DER
    Bytes revocation_list;  ///< DER; lists the revoked signer
};

/// Reads the private key `directory`/NAME.pem. Errors: `io_failure`, `malformed`, `unsupported`.
[[nodiscard]] Result<crypto::KeyPair> read_key(const std::filesystem::path& directory, std::string_view name);

/// Reads the keys of the chain and writes its certificate and revocation list. Errors as for `read_key`.
[[nodiscard]] Result<IssuingChain> load_chain(const ChainProfile& profile, const std::filesystem::path& keys);

/// Makes EF.SOD over the data groups. An unknown issuer or an impostor signs with `foreign_key`.
[[nodiscard]] Result<Bytes> sign_security_object(const IssuingChain& chain, SignerKind kind,
                                                 const crypto::KeyPair& foreign_key,
                                                 const std::map<unsigned, Bytes>& data_groups);

/// Makes EF.CardSecurity with the SecurityInfos, signed by the good signer.
[[nodiscard]] Result<Bytes> sign_card_security(const IssuingChain& chain, const crypto::KeyPair& foreign_key,
                                               ByteView security_infos);

}  // namespace fivestar::sim
