// SPDX-License-Identifier: Apache-2.0
// Master lists that `openssl cms` signed (tests/vectors/pki), and whose are believed.
#include "crypto/pki/master_list.hpp"

#include "tests/crypto/pki/pki.hpp"
#include "tests/support/print_reason.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::noon;
using test::pki_certificate;
using test::pki_file;

const WallTime today = noon(2030, 6, 1);

MasterListSigners signers(std::initializer_list<std::string_view> names) {
    MasterListSigners believed;
    for (const std::string_view name : names) believed.add(pki_certificate(name));
    return believed;
}

Reason objection(std::string_view file, const MasterListSigners& believed, WallTime now = today) {
    const auto list = open_master_list(pki_file(std::string{"master_list/"}.append(file)), believed, now);
    return list ? Reason::none : list.error();
}

TEST(MasterList, IsBelievedOfASignerBelowABelievedAuthority) {
    const auto list = open_master_list(pki_file("master_list/good.ml"), signers({"csca/csca_rsa"}), today);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->country, "XU");
    EXPECT_EQ(list->signer_fingerprint, pki_certificate("signer/ml_signer").fingerprint());
    EXPECT_TRUE(list->signed_at.has_value());
    ASSERT_EQ(list->certificates.size(), 4U);
    for (const ByteView der : list->certificates) EXPECT_TRUE(Certificate::parse(der));
}

TEST(MasterList, IsBelievedOfASignerThatIsNamed) {
    EXPECT_EQ(objection("good.ml", signers({"signer/ml_signer"})), Reason::none);
    // Whoever is named is believed whatever the certificate was made for.
    EXPECT_EQ(objection("document_signer.ml", signers({"signer/ds_rsa"})), Reason::none);
}

TEST(MasterList, IsNotBelievedOfAnybodyElse) {
    EXPECT_EQ(objection("good.ml", {}), Reason::signer_unknown);
    EXPECT_EQ(objection("unknown.ml", signers({"csca/csca_rsa", "signer/ml_signer"})), Reason::signer_unknown);
    // The same authority's document signers must not be able to say who is an authority.
    EXPECT_EQ(objection("document_signer.ml", signers({"csca/csca_rsa"})), Reason::signer_key_usage);
    EXPECT_EQ(objection("good.ml", signers({"csca_untrusted/csca_impostor"})), Reason::broken);
}

TEST(MasterList, SignerMustHaveBeenValidWhenItSigned) {
    EXPECT_EQ(objection("good.ml", signers({"signer/ml_signer"}), noon(2059, 1, 1)), Reason::none);
    EXPECT_EQ(objection("good.ml", signers({"csca/csca_rsa"}), noon(2059, 1, 1)), Reason::none);
}

TEST(MasterList, IsNoOtherSignedData) {
    EXPECT_EQ(open_master_list(pki_file("sod/rsa_sha256.der"), signers({"signer/ds_rsa"}), today).error(),
              Reason::not_a_master_list);
    EXPECT_EQ(open_master_list({}, {}, today).error(), Reason::malformed);
    EXPECT_EQ(open_master_list(Bytes(max_master_list_size + 1), {}, today).error(), Reason::limit_exceeded);
}

TEST(MasterList, WithAnyOctetOfItsContentChangedIsNotBelieved) {
    const MasterListSigners believed = signers({"csca/csca_rsa"});
    const Bytes good = pki_file("master_list/good.ml");
    const Bytes content = open_master_list(good, believed, today)->content;
    const auto at = std::ranges::search(good, content).begin() - good.begin();
    for (std::size_t offset = 0; offset < content.size(); offset += 7) {
        Bytes changed = good;
        changed[static_cast<std::size_t>(at) + offset] ^= 0x10U;
        const auto list = open_master_list(changed, believed, today);
        ASSERT_FALSE(list) << offset;
        EXPECT_EQ(list.error(), Reason::message_digest_mismatch);
    }
}

TEST(MasterList, ContentHasOneForm) {
    EXPECT_EQ(master_list_certificates(test::hex("3005 020100 3100"))->size(), 0U);
    EXPECT_EQ(master_list_certificates(test::hex("3007 020100 3102 3000"))->size(), 1U);
    for (const std::string_view wrong : {"", "3000", "3003 020100", "3005 020100 3000", "3005 020100 310000",
                                         "3007 020100 3102 0400", "3007 020100 3102 3001", "3007 020100 3100 3100"}) {
        EXPECT_FALSE(master_list_certificates(test::hex(wrong))) << wrong;
    }
    EXPECT_EQ(master_list_certificates(test::hex("3005 020101 3100")).error().code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace fivestar::crypto
