// SPDX-License-Identifier: Apache-2.0
// The test PKI: CSCAs, document signers and revocation lists, made from fixed test keys (pki/*.pem), so that a card in
// one process and a trust store in another agree. Certificates follow ICAO Doc 9303-12.
#pragma once

#include "sim/pki/certificate_writer.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::sim {

/// The document signer that signs a document.
enum class SignerKind : std::uint8_t {
    good,
    expired,         ///< valid when it signed in 2021, expired since 2023
    revoked,         ///< on the revocation list of its issuer
    unknown_issuer,  ///< its CSCA is in no trust directory
    self_made,       ///< an impostor's: name and key identifier of the issuer, another key
};

struct ChainProfile;

/// An issuing state: its CSCA and its good document signer.
struct IssuingChain {
    const ChainProfile* profile;
    Entity authority;
    Entity signer;
    Bytes anchor;           ///< certificate of the CSCA, DER
    Bytes revocation_list;  ///< DER; lists the revoked signer
};

/// Reads the private key `directory`/NAME.pem. Errors: `io_failure`, `malformed`, `unsupported`.
[[nodiscard]] Result<crypto::KeyPair> read_key(const std::filesystem::path& directory, std::string_view name);

class TestPki {
  public:
    /// Reads the keys in `data`/pki and makes every certificate. Errors as for `read_key`.
    static Result<TestPki> load(const std::filesystem::path& data);

    /// Makes EF.SOD over the data groups, signed by a document signer of `chain` ("five-star", "five-star-sm2",
    /// "passport", "contact", "permit"). Returns `invalid_argument` for an unknown chain.
    [[nodiscard]] Result<Bytes> sign_security_object(std::string_view chain, SignerKind signer,
                                                     const std::map<unsigned, Bytes>& data_groups) const;

    /// Makes EF.CardSecurity: SecurityInfos signed by the good signer of `chain`. Errors as above.
    [[nodiscard]] Result<Bytes> sign_card_security(std::string_view chain, ByteView security_infos) const;

    /// A key that belongs to no document, RSA or EC on P-256.
    [[nodiscard]] const crypto::KeyPair& impostor_key(bool rsa) const { return rsa ? impostor_rsa_key_ : foreign_key_; }

    /// Writes the files of a verifier: csca/ (DER and PEM), csca-lds/ (anchors of the LDS profile only) and crl/.
    /// Creates the directories. Error: `io_failure`.
    [[nodiscard]] Result<void> write(const std::filesystem::path& directory) const;

    /// The same in memory, in DER: anchors of passports, anchors of the LDS profile, revocation lists.
    [[nodiscard]] const std::vector<Bytes>& anchors() const { return anchors_; }
    [[nodiscard]] const std::vector<Bytes>& lds_anchors() const { return lds_anchors_; }
    [[nodiscard]] const std::vector<Bytes>& revocation_lists() const { return revocation_lists_; }

  private:
    TestPki(crypto::KeyPair foreign_key, crypto::KeyPair impostor_rsa_key)
        : foreign_key_(std::move(foreign_key)), impostor_rsa_key_(std::move(impostor_rsa_key)) {}

    std::map<std::string, IssuingChain, std::less<>> chains_;
    crypto::KeyPair foreign_key_;
    crypto::KeyPair impostor_rsa_key_;
    std::vector<Bytes> anchors_;
    std::vector<Bytes> lds_anchors_;
    std::vector<Bytes> revocation_lists_;
};

}  // namespace fivestar::sim
