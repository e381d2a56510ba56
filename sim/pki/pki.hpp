// SPDX-License-Identifier: Apache-2.0
// The test PKI: CSCAs, document signers and revocation lists, made from fixed test keys (pki/*.pem), so that a card in
// one process and a trust store in another agree. Certificates follow ICAO Doc 9303-12.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/key_pair.hpp"
#include "sim/pki/signer_kind.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::sim {

class TestPki {
  public:
    /// Reads the keys in `data`/pki and makes every certificate. Errors: `io_failure`, `invalid_key`.
    static Result<TestPki> load(const std::filesystem::path& data);
    TestPki(TestPki&&) noexcept;
    TestPki& operator=(TestPki&&) noexcept;
    ~TestPki();

    /// Makes EF.SOD over the data groups, signed by a document signer of `chain` ("five-star", "five-star-sm2",
    /// "passport", "contact"). Returns `invalid_argument` for an unknown chain.
    [[nodiscard]] Result<Bytes> sign_security_object(std::string_view chain, SignerKind signer,
                                                     const std::map<unsigned, Bytes>& data_groups) const;

    /// Makes EF.CardSecurity: SecurityInfos signed by the good signer of `chain`. Returns `invalid_argument` for an
    /// unknown chain.
    [[nodiscard]] Result<Bytes> sign_card_security(std::string_view chain, ByteView security_infos) const;

    /// A key that belongs to no document, RSA or EC on P-256.
    [[nodiscard]] const crypto::KeyPair& impostor_key(bool rsa) const;

    /// Writes the files of a verifier: csca/ (DER and PEM), csca-lds/ (anchors of the LDS profile only) and crl/.
    /// Creates the directories. Error: `io_failure`.
    [[nodiscard]] Result<void> write(const std::filesystem::path& directory) const;

    /// The same in memory, in DER: anchors of passports, anchors of the LDS profile, revocation lists.
    [[nodiscard]] const std::vector<Bytes>& anchors() const;
    [[nodiscard]] const std::vector<Bytes>& lds_anchors() const;
    [[nodiscard]] const std::vector<Bytes>& revocation_lists() const;

  private:
    struct State;
    explicit TestPki(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::sim
