// SPDX-License-Identifier: Apache-2.0
// Signatures that `openssl cms` made with every kind of key, and what becomes of them when something is changed.
#include "crypto/pki/signed_data.hpp"
#include "tests/crypto/pki/only_report.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_certificate;
using test::pki_file;
using test::pki_signed_data;

constexpr std::string_view lds_security_object = "2.23.136.1.1.1";

SignerReport report_of(std::string_view name) {
    return only_report(pki_signed_data(name));
}

struct Example {
    std::string_view file;
    std::string_view method;
    std::string_view signer;
};

constexpr std::array<Example, 26> examples{{
    {"rsa_sha1", "rsa-sha1", "ds_rsa"},
    {"rsa_sha224", "rsa-sha224", "ds_rsa"},
    {"rsa_sha256", "rsa-sha256", "ds_rsa"},
    {"rsa_sha384", "rsa-sha384", "ds_rsa"},
    {"rsa_sha512", "rsa-sha512", "ds_rsa"},
    {"ecdsa_sha1", "ecdsa-sha1", "ds_p256"},
    {"ecdsa_sha224", "ecdsa-sha224", "ds_p256"},
    {"ecdsa_sha256", "ecdsa-sha256", "ds_p256"},
    {"ecdsa_sha384", "ecdsa-sha384", "ds_p256"},
    {"ecdsa_sha512", "ecdsa-sha512", "ds_p256"},
    {"pss_sha1", "rsa-pss-sha1", "ds_pss"},
    {"pss_sha224", "rsa-pss-sha224", "ds_pss"},
    {"pss_sha256", "rsa-pss-sha256", "ds_pss"},
    {"pss_sha384", "rsa-pss-sha384", "ds_pss"},
    {"pss_sha512", "rsa-pss-sha512", "ds_pss"},
    {"pss_mixed", "rsa-pss-sha256", "ds_pss"},
    {"p521", "ecdsa-sha512", "ds_p521"},
    {"bp256", "ecdsa-sha256", "ds_bp256"},
    {"bp512", "ecdsa-sha512", "ds_bp512"},
    {"explicit", "ecdsa-sha384", "ds_explicit"},
    {"p192", "ecdsa-sha1", "ds_p192"},
    {"p224", "ecdsa-sha224", "ds_p224"},
    {"compressed", "ecdsa-sha256", "ds_compressed"},
    {"key_identifier", "ecdsa-sha256", "ds_p256"},
    {"negative", "ecdsa-sha256", "ds_negative"},
    {"indefinite", "ecdsa-sha256", "ds_p256"},
}};

TEST(SignedData, IsVerifiedWithEveryAlgorithm) {
    for (const Example& example : examples) {
        const SignedData data = pki_signed_data(example.file);
        EXPECT_EQ(data.content_type, lds_security_object) << example.file;
        EXPECT_EQ(data.content, pki_file("sod/content.bin")) << example.file;
        const SignerReport report = only_report(data);
        EXPECT_EQ(report.signature, CheckResult::passed()) << example.file;
        EXPECT_EQ(report.message_digest, CheckResult::passed()) << example.file;
        ASSERT_TRUE(report.algorithm && report.certificate) << example.file;
        EXPECT_EQ(report.algorithm->method(), example.method) << example.file;
        EXPECT_EQ(copy(report.certificate->der),
                  copy(pki_certificate(std::string{"signer/"}.append(example.signer)).der));
        EXPECT_TRUE(report.signing_time) << example.file;
    }
}

TEST(SignedData, KeepsTheParametersOfRsaPss) {
    EXPECT_EQ(report_of("pss_mixed").algorithm,
              (SignatureAlgorithm{SignatureScheme::rsa_pss, DigestAlgorithm::sha256, DigestAlgorithm::sha1, 11}));
}

TEST(SignedData, WithoutAttributesIsSignedDirectly) {
    for (const std::string_view file : {"no_attributes", "no_attributes_rsa"}) {
        const SignerReport report = report_of(file);
        EXPECT_EQ(report.signature, CheckResult::passed());
        EXPECT_EQ(report.message_digest, CheckResult::not_performed(Reason::no_signed_attributes));
        EXPECT_FALSE(report.signing_time);
    }
    // The signature names no hash but rsaEncryption here: the one of the SignerInfo holds.
    EXPECT_EQ(report_of("no_attributes_rsa").algorithm, SignatureAlgorithm::rsa_pkcs1(DigestAlgorithm::sha256));
}

TEST(SignedData, FindsTheSignerUnderAnotherEncodingOfItsIssuersName) {
    const SignedData data = pki_signed_data("other_strings");
    const auto& named = std::get<IssuerAndSerial>(data.signers.at(0).identifier);
    ASSERT_NE(named.issuer.der, data.certificates.at(0).issuer.der) << "the example must show the difference";
    const SignerReport report = only_report(data);
    EXPECT_EQ(report.signature, CheckResult::passed());
    EXPECT_EQ(copy(report.certificate->der), copy(pki_certificate("signer/ds_strings_printable").der));
}

TEST(SignedData, FindsTheSignerByItsKeyWhereTheCertificateHasNoIdentifier) {
    const SignedData data = pki_signed_data("key_identifier_computed");
    ASSERT_FALSE(data.certificates.at(0).subject_key_identifier);
    EXPECT_EQ(only_report(data).signature, CheckResult::passed());
}

TEST(SignedData, SaysSoWhenTheSignersCertificateIsNotThere) {
    for (const std::string_view file : {"no_certificate", "other_certificate"}) {
        const SignerReport report = report_of(file);
        EXPECT_EQ(report.signature, CheckResult::not_performed(Reason::signer_certificate_missing)) << file;
        EXPECT_EQ(report.message_digest, CheckResult::passed()) << file;
        EXPECT_FALSE(report.certificate) << file;
    }
}

TEST(SignedData, ReportsAnotherContentType) {
    const SignedData data = pki_signed_data("id_data");
    EXPECT_EQ(data.content_type, "1.2.840.113549.1.7.1");
    EXPECT_EQ(only_report(data).signature, CheckResult::passed());
}

TEST(SignedData, ReportsEverySigner) {
    const auto reports = pki_signed_data("two_signers").verify();
    ASSERT_EQ(reports.size(), 2U);
    for (const SignerReport& report : reports) EXPECT_EQ(report.signature, CheckResult::passed());
    EXPECT_NE(copy(reports[0].certificate->der), copy(reports[1].certificate->der));
}

TEST(SignedData, GivesTheSigningTimeThatOpensslReads) {
    const auto facts = test::read_vectors("pki/facts.vec");
    // `Nov 22 22:07:36 2026 GMT`
    const std::string& printed = test::group(facts, "signing_time").text("ecdsa_sha256.text");
    const auto time = report_of("ecdsa_sha256").signing_time;
    ASSERT_TRUE(time);
    const auto day = std::chrono::floor<std::chrono::days>(*time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(*time - day)};
    EXPECT_EQ(std::stoi(printed.substr(4, 2)), static_cast<int>(static_cast<unsigned>(date.day())));
    EXPECT_EQ(std::stoi(printed.substr(7, 2)), clock.hours().count());
    EXPECT_EQ(std::stoi(printed.substr(10, 2)), clock.minutes().count());
    EXPECT_EQ(std::stoi(printed.substr(13, 2)), clock.seconds().count());
    EXPECT_EQ(std::stoi(printed.substr(16, 4)), static_cast<int>(date.year()));
}

TEST(SignedData, SeesAChangedContent) {
    for (const std::string_view file : {"ecdsa_sha256", "rsa_sha1", "pss_sha512", "p192"}) {
        SignedData data = pki_signed_data(file);
        data.content.back() ^= 1U;
        const SignerReport report = only_report(data);
        EXPECT_EQ(report.signature, CheckResult::failed(Reason::message_digest_mismatch)) << file;
        EXPECT_EQ(report.message_digest, CheckResult::failed(Reason::message_digest_mismatch)) << file;
    }
    SignedData direct = pki_signed_data("no_attributes");
    direct.content.back() ^= 1U;
    EXPECT_EQ(only_report(direct).signature, CheckResult::failed(Reason::signature_mismatch));
}

TEST(SignedData, SeesAChangedContentType) {
    SignedData data = pki_signed_data("ecdsa_sha256");
    data.content_type = "1.2.840.113549.1.7.1";
    EXPECT_EQ(only_report(data).signature, CheckResult::failed(Reason::content_type_mismatch));
}

TEST(SignedData, SeesAttributesTakenAway) {
    SignedData data = pki_signed_data("ecdsa_sha256");
    data.signers[0].signed_attributes.reset();
    EXPECT_EQ(only_report(data).signature, CheckResult::failed(Reason::signature_mismatch));
    // An empty set says nothing about the content.
    data.signers[0].signed_attributes = Bytes{0x31, 0x00};
    EXPECT_EQ(only_report(data).message_digest, CheckResult::failed(Reason::signed_attributes_incomplete));
    EXPECT_EQ(only_report(data).signature, CheckResult::failed(Reason::signature_mismatch));
}

TEST(SignedData, RefusesAnAttributeGivenTwice) {
    SignedData data = pki_signed_data("ecdsa_sha256");
    Bytes& attributes = *data.signers[0].signed_attributes;
    const Bytes all{attributes.begin() + 2, attributes.end()};
    ASSERT_LT(2 * all.size(), 0x10000U);
    const std::size_t size = 2 * all.size();
    attributes = {0x31, 0x82, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    append(attributes, all);
    append(attributes, all);
    EXPECT_EQ(only_report(data).message_digest, CheckResult::failed(Reason::signed_attributes_incomplete));
}

/// Signers that send their attributes in another order than the one they signed.
TEST(SignedData, SortsAttributesThatWereSentUnsorted) {
    SignedData data = pki_signed_data("ecdsa_sha256");
    Bytes& attributes = *data.signers[0].signed_attributes;
    ASSERT_EQ(attributes[0], 0x31);
    const std::size_t header = attributes[1] < 0x80 ? 2 : 2U + (attributes[1] & 0x7FU);
    const std::size_t first = 2U + attributes[header + 1];
    ASSERT_LT(attributes[header + 1], 0x80);
    std::rotate(attributes.begin() + static_cast<std::ptrdiff_t>(header),
                attributes.begin() + static_cast<std::ptrdiff_t>(header + first), attributes.end());
    EXPECT_EQ(only_report(data).signature, CheckResult::passed());
}

TEST(SignedData, DoesNotJudgeWhatItDoesNotKnow) {
    SignedData algorithm = pki_signed_data("ecdsa_sha256");
    algorithm.signers[0].signature_algorithm_der = test::hex("30 05 06 03 2B6570");
    EXPECT_EQ(only_report(algorithm).signature, CheckResult::not_performed(Reason::unsupported_algorithm));
    SignedData digest = pki_signed_data("ecdsa_sha256");
    digest.signers[0].digest_algorithm_der = test::hex("30 0A 06 08 2A864886F70D0205");
    EXPECT_EQ(only_report(digest).message_digest, CheckResult::not_performed(Reason::unsupported_algorithm));
    EXPECT_EQ(only_report(digest).signature, CheckResult::not_performed(Reason::unsupported_algorithm));
    SignedData key = pki_signed_data("ecdsa_sha256");
    const Bytes ed25519 = pki_file("public_key/ed25519.der");
    key.certificates[0].public_key_info = ed25519;
    EXPECT_EQ(only_report(key).signature, CheckResult::not_performed(Reason::unsupported_key));
}

TEST(SignedData, TriesEveryCertificateThatTheIdentifierNames) {
    SignedData data = pki_signed_data("ecdsa_sha256");
    Certificate other = data.certificates[0];
    const Certificate with_another_key = pki_certificate("signer/ds_p521");
    other.public_key_info = with_another_key.public_key_info;
    data.certificates.insert(data.certificates.begin(), other);
    EXPECT_EQ(only_report(data).signature, CheckResult::passed());
    data.certificates.pop_back();
    EXPECT_EQ(only_report(data).signature, CheckResult::failed(Reason::signature_mismatch));
}

/// True if two keys on a curve of 256 bits are the same point. The hybrid form differs in one bit.
bool same_point(ByteView left, ByteView right) {
    return std::ranges::equal(left.last(64), right.last(64));
}

/// One bit of each octet, in turn. A flipped bit is refused, changes the report, or lies where nothing is signed: then
/// it changes no fact.
TEST(SignedData, WithABitFlippedAnywhereSaysNothingElse) {
    for (const std::string_view file : {"ecdsa_sha256", "no_attributes"}) {
        const Bytes good = pki_file(std::string{"sod/"}.append(file).append(".der"));
        const SignedData original = SignedData::parse(good).value();
        for (std::size_t at = 0; at < good.size(); ++at) {
            Bytes changed = good;
            changed[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
            const auto data = SignedData::parse(changed);
            if (!data) continue;
            const SignerReport report = only_report(*data);
            if (report.signature.outcome != Outcome::passed) continue;
            EXPECT_EQ(data->content, original.content) << at;
            EXPECT_TRUE(same_point(report.certificate->public_key_info, original.certificates[0].public_key_info))
                << at;
            EXPECT_TRUE(data->content_type == original.content_type || file == "no_attributes") << at;
        }
    }
}

}  // namespace
}  // namespace fivestar::crypto
