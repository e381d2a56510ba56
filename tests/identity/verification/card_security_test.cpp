// SPDX-License-Identifier: Apache-2.0
// EF.CardSecurity, as the openssl command line signed it (tests/vectors/pki/card_security) and as the BSI did
// (tests/vectors/chip_auth_*.vec).
#include "identity/verification/card_security.hpp"

#include "tests/support/print_reason.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

const WallTime verification_time = std::chrono::sys_days{std::chrono::year{2030} / 6 / 1};

Bytes fixture(const std::string& name) {
    return test::read_vector_bytes("pki/card_security/" + name + ".der");
}

crypto::TrustStore store() {
    crypto::TrustStore made;
    for (const char* anchor : {"anchor_rsa", "anchor_plain", "anchor_sm2"}) {
        EXPECT_EQ(made.add_anchor(crypto::Certificate::parse(fixture(anchor)).value()), CheckResult::passed());
    }
    EXPECT_EQ(made.add_revocation_list(crypto::RevocationList::parse(fixture("revocation_list")).value()),
              CheckResult::passed());
    return made;
}

/// Why EF.CardSecurity is not verified; `none` if it is.
Reason verified(ByteView file, const AlgorithmPolicy& policy = {}, const crypto::TrustStore& trust = store()) {
    const auto result = verify_card_security(file, trust, verification_time, policy);
    return result ? Reason::none : result.error();
}

TEST(CardSecurity, GivesWhatTheIssuerSigned) {
    const auto infos = verify_card_security(fixture("p256"), store(), verification_time, {});
    ASSERT_TRUE(infos);
    ASSERT_EQ(infos->chip_authentication_keys.size(), 1U);
    EXPECT_EQ(infos->chip_authentication_keys[0].key_id, 13U);  // Doc 9303-11 Appendix I
}

TEST(CardSecurity, IsForgedWhereSomebodyElseSigned) {
    EXPECT_EQ(verified(fixture("forger")), Reason::card_security_forged);
    EXPECT_EQ(verified(fixture("revoked")), Reason::card_security_forged);
}

TEST(CardSecurity, IsForgedWithAnyChange) {
    const Bytes good = fixture("p256");
    const auto infos = verify_card_security(good, store(), verification_time, {});
    ASSERT_TRUE(infos);
    const Bytes& key = infos->chip_authentication_keys[0].subject_public_key_info;
    const auto at = std::search(good.begin(), good.end(), key.begin(), key.end());
    ASSERT_NE(at, good.end());
    Bytes changed = good;
    changed[static_cast<std::size_t>(at - good.begin()) + key.size() - 1] ^= 1U;
    EXPECT_EQ(verified(changed), Reason::card_security_forged);
    Bytes signature = good;
    signature.back() ^= 1U;  // the last octet of the signature
    EXPECT_EQ(verified(signature), Reason::card_security_forged);
}

TEST(CardSecurity, OfAnUnknownIssuerIsNotVerified) {
    EXPECT_EQ(verified(fixture("unknown")), Reason::card_security_not_verified);
    EXPECT_EQ(verified(fixture("impostor")), Reason::card_security_not_verified);  // the issuer's name, another key
    EXPECT_EQ(verified(fixture("p256"), {}, crypto::TrustStore{}), Reason::card_security_not_verified);
    for (const char* example : {"chip_auth_ecdh.vec", "chip_auth_dh.vec"}) {
        const Bytes file = test::group(test::read_vectors(example), "files of the chip").bytes("EF.CardSecurity");
        EXPECT_EQ(verified(file), Reason::card_security_not_verified) << example;
    }
}

TEST(CardSecurity, IsNotVerifiedByWhatThePolicyRefuses) {
    EXPECT_EQ(verified(fixture("sha1")), Reason::none);
    EXPECT_EQ(verified(fixture("sha1"), {.refuse_sha1 = true}), Reason::card_security_not_verified);
    EXPECT_EQ(verified(fixture("rsa1024")), Reason::card_security_not_verified);
    EXPECT_EQ(verified(fixture("rsa1024"), {.min_rsa_bits = 1024}), Reason::none);
    EXPECT_EQ(verified(fixture("p192")), Reason::none);
    EXPECT_EQ(verified(fixture("p192"), {.min_ec_bits = 224}), Reason::card_security_not_verified);
}

/// GM/T 0009: the identifier 1234567812345678 is signed along with the content.
TEST(CardSecurity, WithAnEmptySm2IdentifierIsVerifiedOnlyIfThePolicyLetsItPass) {
    EXPECT_EQ(verified(fixture("sm2")), Reason::none);
    for (const char* name : {"sm2_empty_id", "sm2_certificate_empty_id"}) {
        EXPECT_EQ(verified(fixture(name)), Reason::card_security_not_verified) << name;
        EXPECT_EQ(verified(fixture(name), {.refuse_sm2_empty_id = false}), Reason::none) << name;
    }
    EXPECT_EQ(verified(fixture("sm2_wrong_id"), {.refuse_sm2_empty_id = false}), Reason::card_security_forged);
}

TEST(CardSecurity, OfAnotherFormIsMalformed) {
    EXPECT_EQ(verified({}), Reason::card_security_missing);
    const Bytes good = fixture("p256");
    for (std::size_t size = 7; size < good.size(); size += 7) {
        EXPECT_EQ(verified(ByteView{good}.first(size)), Reason::card_security_malformed) << size;
    }
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_EQ(verified(longer), Reason::card_security_malformed);
    // Signed, but something else: an LDS security object.
    EXPECT_EQ(verified(test::read_vector_bytes("pki/sod/ecdsa_sha256.der")), Reason::card_security_malformed);
}

}  // namespace
}  // namespace fivestar::identity
