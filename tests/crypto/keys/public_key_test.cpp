// SPDX-License-Identifier: Apache-2.0
// Keys made by `openssl ec -pubout` and `openssl pkey -pubout`, signatures by `openssl dgst` and `openssl x509`.
#include "crypto/keys/public_key.hpp"

#include "crypto/tlv/cursor.hpp"
#include "tests/crypto/pki/pki.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_file;

Bytes key_file(std::string_view name) {
    return pki_file(std::string{"public_key/"}.append(name).append(".der"));
}

struct CurveFile {
    std::string_view file;
    EllipticCurve curve;
    std::string_view name;
    std::size_t bits;
};

constexpr std::array<CurveFile, 12> curves{{
    {"prime192v1", EllipticCurve::p192, "P-192", 192},
    {"secp224r1", EllipticCurve::p224, "P-224", 224},
    {"prime256v1", EllipticCurve::p256, "P-256", 256},
    {"secp384r1", EllipticCurve::p384, "P-384", 384},
    {"secp521r1", EllipticCurve::p521, "P-521", 521},
    {"brainpoolP160r1", EllipticCurve::brainpool_p160r1, "brainpoolP160r1", 160},
    {"brainpoolP192r1", EllipticCurve::brainpool_p192r1, "brainpoolP192r1", 192},
    {"brainpoolP224r1", EllipticCurve::brainpool_p224r1, "brainpoolP224r1", 224},
    {"brainpoolP256r1", EllipticCurve::brainpool_p256r1, "brainpoolP256r1", 256},
    {"brainpoolP320r1", EllipticCurve::brainpool_p320r1, "brainpoolP320r1", 320},
    {"brainpoolP384r1", EllipticCurve::brainpool_p384r1, "brainpoolP384r1", 384},
    {"brainpoolP512r1", EllipticCurve::brainpool_p512r1, "brainpoolP512r1", 512},
}};

TEST(PublicKey, KnowsEveryCurveByNameAndByItsNumbers) {
    for (const CurveFile& expected : curves) {
        for (const std::string_view form : {"_named_curve", "_explicit"}) {
            const auto key = PublicKey::parse(key_file(std::string{expected.file}.append(form)));
            ASSERT_TRUE(key) << expected.file << form;
            EXPECT_EQ(key->kind(), KeyKind::ec);
            EXPECT_EQ(key->curve(), expected.curve);
            EXPECT_EQ(to_string(*key->curve()), expected.name);
            EXPECT_EQ(key->bits(), expected.bits);
            EXPECT_EQ(key->explicit_parameters(), form == "_explicit");
        }
    }
}

TEST(PublicKey, TakesGeneratorAndKeyInEveryFormOfPoint) {
    for (const std::string_view form : {"compressed", "hybrid"}) {
        const auto key = PublicKey::parse(key_file(std::string{"secp384r1_explicit_"}.append(form)));
        ASSERT_TRUE(key) << form;
        EXPECT_EQ(key->curve(), EllipticCurve::p384);
        EXPECT_TRUE(key->explicit_parameters());
    }
}

TEST(PublicKey, RefusesOtherCurvesAndAlgorithms) {
    for (const std::string_view file : {"secp256k1_named_curve", "secp256k1_explicit", "ed25519"}) {
        const auto key = PublicKey::parse(key_file(file));
        ASSERT_FALSE(key) << file;
        EXPECT_EQ(key.error().code, ErrorCode::unsupported) << file;
    }
}

/// Where a value of this tag and size begins in the encoding; the `nth` of them.
std::size_t position(ByteView octets, std::uint8_t tag, std::uint8_t size, int nth = 0) {
    const std::array<std::uint8_t, 2> header{tag, size};
    auto at = octets.begin();
    for (int count = 0;; ++count) {
        at = std::search(at, octets.end(), header.begin(), header.end());
        if (count == nth) return static_cast<std::size_t>(at - octets.begin()) + header.size();
        ++at;
    }
}

/// Every number of the parameters, each changed in its last bit: CVE-2020-0601 was about one that nobody compared.
TEST(PublicKey, RefusesExplicitParametersThatDifferInAnyNumber) {
    const Bytes good = key_file("brainpoolP256r1_explicit");
    struct Number {
        std::string_view name;
        std::size_t last;
    };
    const std::array<Number, 7> numbers{{{"version", position(good, 0x02, 1, 1)},
                                         {"p", position(good, 0x02, 33) + 32},
                                         {"a", position(good, 0x04, 32) + 31},
                                         {"b", position(good, 0x04, 32, 1) + 31},
                                         {"G", position(good, 0x04, 65) + 64},
                                         {"n", position(good, 0x02, 33, 1) + 32},
                                         {"h", position(good, 0x02, 1, 2)}}};
    for (const Number& number : numbers) {
        for (const unsigned bit : {2U, 3U, 7U}) {
            Bytes changed = good;
            changed[number.last] ^= static_cast<std::uint8_t>(1U << bit);
            EXPECT_FALSE(PublicKey::parse(changed)) << number.name << " bit " << bit;
        }
    }
    // The generator negated is on the curve and is not the generator.
    Bytes negated = key_file("secp384r1_explicit_compressed");
    negated[position(negated, 0x04, 49)] ^= 0x01U;
    EXPECT_EQ(PublicKey::parse(negated).error().code, ErrorCode::unsupported);
    EXPECT_TRUE(PublicKey::parse(good));
}

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
