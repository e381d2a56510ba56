// SPDX-License-Identifier: Apache-2.0
// Keys made by `openssl ec -pubout` and `openssl pkey -pubout`, signatures by `openssl dgst` and `openssl x509`.
#include "crypto/keys/public_key.hpp"

#include "tests/crypto/keys/key_file.hpp"
#include "tests/crypto/pki/pki.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_file;

TEST(PublicKey, RefusesAPointThatIsNotOnTheCurve) {
    Bytes key = key_file("prime256v1_named_curve");
    key.back() ^= 1U;
    EXPECT_EQ(PublicKey::parse(key).error().code, ErrorCode::invalid_key);
}

TEST(PublicKey, RefusesThePointAtInfinity) {
    Bytes key = key_file("prime256v1_named_curve");
    // SEQUENCE { AlgorithmIdentifier of 21 octets, BIT STRING 00 00 }
    key.resize(2 + 21);
    append(key, Bytes{0x03, 0x02, 0x00, 0x00});
    key[1] = static_cast<std::uint8_t>(key.size() - 2);
    EXPECT_EQ(PublicKey::parse(key).error().code, ErrorCode::invalid_key);
}

TEST(PublicKey, BoundsTheModulus) {
    EXPECT_EQ(PublicKey::parse(key_file("rsa_512")).error().code, ErrorCode::invalid_key);
    EXPECT_EQ(PublicKey::parse(key_file("rsa_1024"))->bits(), 1024U);
    const auto key = PublicKey::parse(key_file("rsa_4096"));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->bits(), 4096U);
    EXPECT_EQ(key->kind(), KeyKind::rsa);
    EXPECT_EQ(key->curve(), std::nullopt);
}

TEST(PublicKey, BoundsTheExponent) {
    const Bytes good = key_file("rsa_1024");  // ends in the exponent, 02 03 01 00 01
    for (const std::uint8_t last : Bytes{0x00, 0x02}) {
        Bytes even = good;
        even.back() = last;
        EXPECT_EQ(PublicKey::parse(even).error().code, ErrorCode::invalid_key);
    }
    Bytes one = good;
    one[one.size() - 3] = 0;
    EXPECT_EQ(PublicKey::parse(one).error().code, ErrorCode::invalid_key);
    Bytes negative = good;
    negative[negative.size() - 3] = 0x81;
    EXPECT_EQ(PublicKey::parse(negative).error().code, ErrorCode::malformed);
}

TEST(PublicKey, RefusesBrokenOnesAtEveryLength) {
    for (const std::string_view file : {"rsa_1024", "brainpoolP256r1_explicit", "prime256v1_named_curve", "rsa_pss"}) {
        const Bytes whole = key_file(file);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_FALSE(PublicKey::parse(ByteView{whole}.first(size))) << file << size;
        }
        Bytes longer = whole;
        longer.push_back(0);
        EXPECT_EQ(PublicKey::parse(longer).error().code, ErrorCode::trailing_bytes) << file;
    }
}

SignatureAlgorithm pss(std::size_t salt) {
    return {SignatureScheme::rsa_pss, DigestAlgorithm::sha256, DigestAlgorithm::sha256, salt};
}

TEST(PublicKey, OfRsaPssHoldsSignaturesToItsParameters) {
    const auto key = PublicKey::parse(key_file("rsa_pss"));
    ASSERT_TRUE(key);
    const Bytes message = pki_file("sod/content.bin");
    EXPECT_TRUE(key->verify(pss(32), message, pki_file("public_key/rsa_pss_salt_32.sig")));
    EXPECT_TRUE(key->verify(pss(40), message, pki_file("public_key/rsa_pss_salt_40.sig")));
    EXPECT_EQ(key->verify(pss(32), message, pki_file("public_key/rsa_pss_salt_40.sig")),
              fail(ErrorCode::signature_mismatch));
    EXPECT_EQ(key->verify(pss(20), message, pki_file("public_key/rsa_pss_salt_32.sig")), fail(ErrorCode::unsupported));
    EXPECT_EQ(key->verify(SignatureAlgorithm::rsa_pss(DigestAlgorithm::sha512), message, Bytes(256)),
              fail(ErrorCode::unsupported));
    EXPECT_EQ(key->verify(SignatureAlgorithm::rsa_pkcs1(DigestAlgorithm::sha256), message, Bytes(256)),
              fail(ErrorCode::unsupported));
}

TEST(PublicKey, DoesNotVerifyWithAnotherKindOfAlgorithm) {
    const auto rsa = PublicKey::parse(key_file("rsa_1024"));
    const auto ec = PublicKey::parse(key_file("prime256v1_named_curve"));
    ASSERT_TRUE(rsa && ec);
    EXPECT_EQ(rsa->verify(SignatureAlgorithm::ecdsa(DigestAlgorithm::sha256), {}, {}), fail(ErrorCode::unsupported));
    EXPECT_EQ(ec->verify(SignatureAlgorithm::rsa_pkcs1(DigestAlgorithm::sha256), {}, {}), fail(ErrorCode::unsupported));
    EXPECT_EQ(ec->verify(SignatureAlgorithm::ecdsa(DigestAlgorithm::sha256), {}, {}),
              fail(ErrorCode::signature_mismatch));
}

}  // namespace
}  // namespace fivestar::crypto
