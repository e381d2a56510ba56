// The test PKI: country signing authorities, document signers and revocation lists, from fixed test keys (pki/*.pem),
// so that a card in one process and a trust store in another agree. Certificates follow the profile of ICAO Doc
// 9303-12.
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
    /// Reads the keys below `data`/pki and builds every certificate. `io_failure`, `invalid_key`.
    static Result<TestPki> load(const std::filesystem::path& data);
    TestPki(TestPki&&) noexcept;
    TestPki& operator=(TestPki&&) noexcept;
    ~TestPki();

    /// EF.SOD over the data groups, signed by a document signer of `chain` ("five-star", "five-star-sm2", "passport",
    /// "contact"). `invalid_argument` for an unknown chain.
    [[nodiscard]] Result<Bytes> sign_security_object(std::string_view chain, SignerKind signer,
                                                     const std::map<unsigned, Bytes>& data_groups) const;

    /// EF.CardSecurity: SecurityInfos signed by the good document signer of `chain`. `invalid_argument` as above.
    [[nodiscard]] Result<Bytes> sign_card_security(std::string_view chain, ByteView security_infos) const;

    /// A key of nobody's document, RSA or EC on P-256.
    [[nodiscard]] const crypto::KeyPair& impostor_key(bool rsa) const;

    /// Writes what a verifier is given: csca/ (DER and PEM), csca-lds/ (the anchors of the LDS profile alone), crl/.
    /// Creates the directories. `io_failure`.
    [[nodiscard]] Result<void> write(const std::filesystem::path& directory) const;

    /// The same, in memory, DER: the anchors of passports, the anchors of the LDS profile, the revocation lists.
    [[nodiscard]] const std::vector<Bytes>& anchors() const;
    [[nodiscard]] const std::vector<Bytes>& lds_anchors() const;
    [[nodiscard]] const std::vector<Bytes>& revocation_lists() const;

  private:
    struct State;
    explicit TestPki(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::sim
