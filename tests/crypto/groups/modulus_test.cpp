// SPDX-License-Identifier: Apache-2.0
// Arithmetic modulo small primes, where a loop over all numbers shows what must come out, and modulo a large one.
#include "crypto/groups/modulus.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/scripted_random.hpp"
#include "tests/support/vector_file.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;

constexpr unsigned prime = 251;

Bytes octet(unsigned value) {
    return {static_cast<std::uint8_t>(value)};
}

std::string shown(const Result<SecretBytes>& result) {
    return result ? to_hex(result->view()) : std::string{to_string(result.error().code)};
}

TEST(Modulus, AddsSubtractsAndMultiplies) {
    const auto modulus = Modulus::create(octet(prime)).value();
    for (unsigned a = 0; a < prime; a += 5) {
        for (unsigned b = 0; b < prime; b += 3) {
            EXPECT_EQ(shown(modulus.add(octet(a), octet(b))), to_hex(octet((a + b) % prime)));
            EXPECT_EQ(shown(modulus.subtract(octet(a), octet(b))), to_hex(octet((prime + a - b) % prime)));
            EXPECT_EQ(shown(modulus.multiply(octet(a), octet(b))), to_hex(octet(a * b % prime)));
        }
    }
}

TEST(Modulus, RaisesToPowersAndInverts) {
    const auto modulus = Modulus::create(octet(prime)).value();
    for (unsigned a = 1; a < prime; ++a) {
        unsigned expected = 1;
        for (unsigned e = 0; e < 20; ++e) {
            EXPECT_EQ(shown(modulus.power(octet(a), octet(e))), to_hex(octet(expected)));
            expected = expected * a % prime;
        }
        const auto inverse = modulus.inverse_of_prime(octet(a));
        ASSERT_TRUE(inverse) << a;
        EXPECT_EQ(unsigned{(*inverse)[0]} * a % prime, 1U) << a;
    }
    EXPECT_EQ(shown(modulus.inverse_of_prime(octet(0))), "invalid_argument");
}

TEST(Modulus, ReducesNumbersOfAnySize) {
    const auto modulus = Modulus::create(hex("01000F")).value();  // 65551, prime
    EXPECT_EQ(modulus.size(), 3U);
    EXPECT_EQ(modulus.bits(), 17U);
    EXPECT_EQ(shown(modulus.reduce(hex("01000E"))), "01000E");
    EXPECT_EQ(shown(modulus.reduce(hex("01000F"))), "000000");
    EXPECT_EQ(shown(modulus.reduce(hex("0100000000"))), to_hex(hex("0000E1")));  // 2^32 = (2^16)^2 = 15^2
    EXPECT_EQ(shown(modulus.reduce({})), "000000");
    EXPECT_EQ(shown(modulus.reduce(Bytes(2 * max_arithmetic_bits / 8 + 1))), "invalid_argument");
}

TEST(Modulus, KeepsLeadingZerosAndIgnoresGivenOnes) {
    const auto modulus = Modulus::create(hex("0000FFFFFFFB")).value();
    EXPECT_EQ(to_hex(modulus.octets()), "FFFFFFFB");
    EXPECT_EQ(shown(modulus.add(hex("01"), hex("0000000002"))), "00000003");
}

TEST(Modulus, RefusesOperandsThatAreNotBelowIt) {
    const auto modulus = Modulus::create(octet(prime)).value();
    for (const unsigned bad : {prime, prime + 1, 255U}) {
        EXPECT_EQ(shown(modulus.add(octet(bad), octet(1))), "invalid_argument");
        EXPECT_EQ(shown(modulus.subtract(octet(1), octet(bad))), "invalid_argument");
        EXPECT_EQ(shown(modulus.multiply(octet(bad), octet(1))), "invalid_argument");
        EXPECT_EQ(shown(modulus.power(octet(bad), octet(1))), "invalid_argument");
        EXPECT_EQ(shown(modulus.inverse_of_prime(octet(bad))), "invalid_argument");
    }
    EXPECT_EQ(shown(modulus.power(octet(1), Bytes(max_arithmetic_bits / 8 + 1))), "invalid_argument");
}

TEST(Modulus, IsOddAndOfBoundedSize) {
    for (const char* bad : {"", "00", "01", "02", "0100", "FE"}) {
        EXPECT_FALSE(Modulus::create(hex(bad))) << bad;
    }
    EXPECT_TRUE(Modulus::create(Bytes(max_arithmetic_bits / 8, 0xFF)));
    EXPECT_FALSE(Modulus::create(Bytes(max_arithmetic_bits / 8 + 1, 0xFF)));
}

TEST(Modulus, DrawsRandomNumbersUntilOneIsInRange) {
    const auto modulus = Modulus::create(hex("0101")).value();  // nine bits, so seven are cut off
    test::ScriptedRandom random{hex("0000 0101 FE00 FFFF 0042")};
    EXPECT_EQ(shown(modulus.random_number(random)), "0042");
    const auto wide = Modulus::create(hex("0101")).value();
    test::ScriptedRandom top{hex("FF00")};
    EXPECT_EQ(shown(wide.random_number(top)), "0100");
    test::ScriptedRandom broken{Bytes(1024)};
    EXPECT_EQ(shown(modulus.random_number(broken)), "crypto_failure");
}

}  // namespace
}  // namespace fivestar::crypto
