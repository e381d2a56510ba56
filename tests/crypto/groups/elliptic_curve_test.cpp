// SPDX-License-Identifier: Apache-2.0
// Curves by name and by their numbers, in keys that openssl wrote.
#include "crypto/groups/elliptic_curve.hpp"

#include "crypto/keys/public_key.hpp"
#include "tests/crypto/keys/key_file.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

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

}  // namespace
}  // namespace fivestar::crypto
