// SPDX-License-Identifier: Apache-2.0
// Encodings: RFC 4055 §3.1 and §5, RFC 5758 §3.2; those of RSA-PSS with other parameters are written out by hand.
#include "crypto/keys/signature_algorithm.hpp"

#include "tests/support/vector_file.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;
using enum DigestAlgorithm;

constexpr std::string_view sha256_with_rsa = "30 0D 06 09 2A864886F70D01010B 05 00";
constexpr std::string_view ecdsa_with_sha384 = "30 0A 06 08 2A8648CE3D040303";
constexpr std::string_view rsa_encryption = "30 0D 06 09 2A864886F70D010101 05 00";
constexpr std::string_view ec_public_key_p256 = "30 13 06 07 2A8648CE3D0201 06 08 2A8648CE3D030107";
constexpr std::string_view pss_all_defaults = "30 0D 06 09 2A864886F70D01010A 30 00";
constexpr std::string_view pss_sha256 =
    "30 41 06 09 2A864886F70D01010A 30 34 A0 0F 30 0D 06 09 608648016503040201 05 00"
    "A1 1C 30 1A 06 09 2A864886F70D010108 30 0D 06 09 608648016503040201 05 00 A2 03 02 01 20";

SignatureAlgorithm parsed(std::string_view octets, std::optional<DigestAlgorithm> stated = std::nullopt) {
    return parse_signature_algorithm(hex(octets), stated).value();
}

TEST(SignatureAlgorithm, IsReadFromItsIdentifier) {
    EXPECT_EQ(parsed(sha256_with_rsa), SignatureAlgorithm::rsa_pkcs1(sha256));
    EXPECT_EQ(parsed(ecdsa_with_sha384), SignatureAlgorithm::ecdsa(sha384));
    EXPECT_EQ(parsed(pss_sha256), SignatureAlgorithm::rsa_pss(sha256));
    EXPECT_EQ(parsed(pss_all_defaults), (SignatureAlgorithm{SignatureScheme::rsa_pss, sha1, sha1, 20}));
    EXPECT_EQ(parsed("30 0B 06 09 2A864886F70D01010B"), SignatureAlgorithm::rsa_pkcs1(sha256)) << "NULL missing";
    EXPECT_EQ(parsed("30 0C 06 08 2A8648CE3D040303 05 00"), SignatureAlgorithm::ecdsa(sha384)) << "NULL too many";
    EXPECT_EQ(parsed("30 16 06 07 2A8648CE3D0403 30 0B 06 09 608648016503040201"), SignatureAlgorithm::ecdsa(sha256));
}

TEST(SignatureAlgorithm, TakesTheStatedDigestOnlyWhereItNamesNone) {
    EXPECT_EQ(parsed(rsa_encryption, sha512), SignatureAlgorithm::rsa_pkcs1(sha512));
    EXPECT_EQ(parsed(ec_public_key_p256, sha224), SignatureAlgorithm::ecdsa(sha224));
    EXPECT_EQ(parsed(sha256_with_rsa, sha1), SignatureAlgorithm::rsa_pkcs1(sha256));
    EXPECT_EQ(parse_signature_algorithm(hex(rsa_encryption)), fail(ErrorCode::unsupported));
    EXPECT_EQ(parse_signature_algorithm(hex(ec_public_key_p256)), fail(ErrorCode::unsupported));
}

TEST(SignatureAlgorithm, HasAMethodName) {
    EXPECT_EQ(SignatureAlgorithm::ecdsa(sha256).method(), "ecdsa-sha256");
    EXPECT_EQ(SignatureAlgorithm::rsa_pss(sha256).method(), "rsa-pss-sha256");
    EXPECT_EQ(SignatureAlgorithm::rsa_pkcs1(sha1).method(), "rsa-sha1");
}

TEST(SignatureAlgorithm, IsWrittenAsTheStandardsHaveIt) {
    EXPECT_EQ(signature_algorithm_identifier(SignatureAlgorithm::rsa_pkcs1(sha256)), hex(sha256_with_rsa));
    EXPECT_EQ(signature_algorithm_identifier(SignatureAlgorithm::ecdsa(sha384)), hex(ecdsa_with_sha384));
    EXPECT_EQ(signature_algorithm_identifier(SignatureAlgorithm::rsa_pss(sha256)), hex(pss_sha256));
    EXPECT_EQ(signature_algorithm_identifier(SignatureAlgorithm::rsa_pss(sha1)), hex(pss_all_defaults));
}

TEST(SignatureAlgorithm, IsReadBackAsItWasWritten) {
    for (const DigestAlgorithm digest : {sha1, sha224, sha256, sha384, sha512}) {
        for (const auto& algorithm : {SignatureAlgorithm::rsa_pkcs1(digest), SignatureAlgorithm::rsa_pss(digest),
                                      SignatureAlgorithm::ecdsa(digest)}) {
            EXPECT_EQ(parse_signature_algorithm(signature_algorithm_identifier(algorithm)), algorithm);
        }
    }
    for (const std::size_t salt : {0UL, 1UL, 127UL, 128UL, 200UL, 255UL, 256UL, 512UL}) {
        const SignatureAlgorithm algorithm{SignatureScheme::rsa_pss, sha512, sha1, salt};
        EXPECT_EQ(parse_signature_algorithm(signature_algorithm_identifier(algorithm)), algorithm) << salt;
    }
}

TEST(SignatureAlgorithm, RefusesWhatItDoesNotKnow) {
    for (const std::string_view octets : {
             "30 05 06 03 2B6570",                                      // Ed25519
             "30 0D 06 09 2A864886F70D010104 05 00",                    // md5WithRSA
             "30 0C 06 08 2A8648CE3D040303 04 00",                      // with parameters it cannot have
             "30 12 06 09 2A864886F70D01010A 30 05 A3 03 02 01 02",     // trailer field
             "30 13 06 09 2A864886F70D01010A 30 06 A2 04 02 02 02 01",  // salt of 513 octets
             "30 1B 06 09 2A864886F70D01010A 30 0E A0 0C 30 0A 06 08 2A864886F70D0205",  // MD5
         }) {
        EXPECT_EQ(parse_signature_algorithm(hex(octets)), fail(ErrorCode::unsupported)) << octets;
    }
}

TEST(SignatureAlgorithm, RefusesBrokenOnesAtEveryLength) {
    for (const std::string_view octets : {sha256_with_rsa, pss_sha256, ec_public_key_p256}) {
        const Bytes whole = hex(octets);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_FALSE(parse_signature_algorithm(ByteView{whole}.first(size), sha256)) << octets << size;
        }
        Bytes longer = whole;
        longer.push_back(0);
        EXPECT_EQ(parse_signature_algorithm(longer, sha256), fail(ErrorCode::trailing_bytes));
    }
    EXPECT_FALSE(parse_signature_algorithm(hex("30 12 06 09 2A864886F70D01010A 30 05 A2 03 02 01 FF")));
}

}  // namespace
}  // namespace fivestar::crypto
