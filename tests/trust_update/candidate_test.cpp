// SPDX-License-Identifier: Apache-2.0
// Lists of tests/vectors/pki, which the openssl command line made. tests/e2e/trust_update_test.py has bad ones over
// TLS.
#include "trust_update/candidate.hpp"

#include "tests/crypto/pki/pki.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

namespace fs = std::filesystem;
using trust_update::Examiner;
using trust_update::ListKind;

class Candidate : public testing::Test {
  protected:
    Candidate() {
        for (const char* const name : {"trust", "crl", "signers", "lists"}) fs::create_directory(root_.path() / name);
        put("trust/csca.der", pki_file("csca/csca_rsa.der"));
        put("signers/csca.der", pki_file("csca/csca_rsa.der"));
    }
    void put(const std::string& name, ByteView content) const {
        std::ofstream{root_.path() / name, std::ios::binary} << as_text(content);
    }
    [[nodiscard]] Result<Examiner> load(WallTime now = noon(2030, 6, 1)) const {
        const trust_update::Configuration::Trust trust{.csca_directory = root_.path() / "trust",
                                                       .crl_directory = root_.path() / "crl",
                                                       .master_list_signers = root_.path() / "signers"};
        return Examiner::load(trust, root_.path() / "lists", now);
    }
    /// The code of the failure; empty if the list is good.
    [[nodiscard]] std::string examine(ListKind kind, ByteView content, WallTime now = noon(2030, 6, 1)) const {
        put("candidate", content);
        const auto facts = load(now)->examine(kind, root_.path() / "candidate");
        return facts ? "" : std::string{to_string(facts.error())};
    }

    TemporaryDirectory root_;
};

TEST_F(Candidate, TellsWhenAListWasIssuedAndWhatItHas) {
    put("candidate", pki_file("master_list/good.ml"));
    const auto list = load()->examine(ListKind::master_list, root_.path() / "candidate");
    ASSERT_TRUE(list);
    EXPECT_EQ(list->entries, 4U);
    EXPECT_FALSE(list->next_update);
    put("candidate", pki_file("crl/csca_rsa.der"));
    const auto revocations = load()->examine(ListKind::revocation_list, root_.path() / "candidate");
    ASSERT_TRUE(revocations);
    const auto expected = pki_revocation_list("csca_rsa.der");
    EXPECT_EQ(revocations->issued_at, expected.this_update);
    EXPECT_EQ(revocations->next_update, expected.next_update);
    EXPECT_EQ(revocations->entries, expected.revoked_serials.size());
}

TEST_F(Candidate, IsOneListOfItsKind) {
    EXPECT_EQ(examine(ListKind::master_list, pki_file("master_list/unknown.ml")), "signer_unknown");
    EXPECT_EQ(examine(ListKind::master_list, pki_file("crl/csca_rsa.der")), "unsupported");
    EXPECT_EQ(examine(ListKind::master_list, pki_file("master_list/lists.ldif")), "unsupported");
    EXPECT_EQ(examine(ListKind::master_list, pki_file("sod/ecdsa_sha256.der")), "not_a_master_list");
    EXPECT_EQ(examine(ListKind::revocation_list, pki_file("crl/csca_pss.pem")), "issuer_unknown");
    EXPECT_EQ(examine(ListKind::revocation_list, pki_file("csca/csca_rsa.der")), "unsupported");
    EXPECT_EQ(examine(ListKind::revocation_list, as_bytes("-----BEGIN X509 CRL-----\n")), "malformed");
    EXPECT_EQ(examine(ListKind::revocation_list, {}), "malformed");
    const Bytes pem = pki_file("crl/csca_pss.pem");
    EXPECT_EQ(examine(ListKind::revocation_list, as_bytes(std::string{as_text(pem)} + std::string{as_text(pem)})),
              "unsupported");
}

TEST_F(Candidate, IsNoListOfTheFuture) {
    EXPECT_EQ(examine(ListKind::revocation_list, pki_file("crl/csca_rsa.der")), "");
    EXPECT_EQ(examine(ListKind::revocation_list, pki_file("crl/csca_rsa.der"), noon(2019, 1, 1)), "not_yet_valid");
}

TEST_F(Candidate, NeedsTheDaemonsDirectories) {
    fs::remove_all(root_.path() / "trust");
    EXPECT_EQ(load().error().code, ErrorCode::io_failure);
}

}  // namespace
}  // namespace fivestar::test
