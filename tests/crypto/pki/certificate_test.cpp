// SPDX-License-Identifier: Apache-2.0
// Expected values: what `openssl x509` reads in the same certificates (tests/vectors/pki/facts.vec).
#include "crypto/pki/certificate.hpp"

#include "crypto/base/text.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/support/vector_file.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_certificate;

/// `2024-01-01 00:00:00Z` as a number of seconds. Beyond the clock's range its end is expected, checked elsewhere.
std::chrono::sys_seconds instant(const std::string& text) {
    using namespace std::chrono;
    const auto field = [&](std::size_t at, std::size_t size) { return std::stoi(text.substr(at, size)); };
    return sys_days{year{field(0, 4)} / month{static_cast<unsigned>(field(5, 2))} /
                    day{static_cast<unsigned>(field(8, 2))}} +
           hours{field(11, 2)} + minutes{field(14, 2)} + seconds{field(17, 2)};
}

/// A serial number as openssl prints it: magnitude with a sign.
std::string printed_serial(const Certificate& certificate) {
    Bytes magnitude = copy(certificate.serial);
    const bool negative = (magnitude.front() & 0x80U) != 0;
    if (negative) {
        unsigned carry = 1;
        for (auto octet = magnitude.rbegin(); octet != magnitude.rend(); ++octet) {
            carry += static_cast<std::uint8_t>(~*octet);
            *octet = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
    }
    return (negative ? "-" : "") + to_hex(serial_key(magnitude));
}

class Facts : public testing::TestWithParam<test::VectorGroup> {};

TEST_P(Facts, AreWhatOpensslReads) {
    const test::VectorGroup& facts = GetParam();
    const Certificate certificate = pki_certificate(facts.name());
    EXPECT_EQ(certificate.fingerprint(), facts.bytes("fingerprint"));
    EXPECT_EQ(printed_serial(certificate), facts.text("serial.text"));
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(certificate.not_before), instant(facts.text("not_before.text")));
    if (facts.text("not_after.text").starts_with("9999")) {
        EXPECT_GT(certificate.not_after, test::noon(2262, 1, 1));
    } else {
        EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(certificate.not_after),
                  instant(facts.text("not_after.text")));
    }
    EXPECT_EQ(certificate.subject_key_identifier.value_or(Bytes{}), facts.bytes("subject_key_identifier"));
    EXPECT_EQ(certificate.authority_key_identifier.value_or(Bytes{}), facts.bytes("authority_key_identifier"));
    const auto& constraints = certificate.basic_constraints;
    EXPECT_EQ(constraints ? (constraints->ca ? "CA:TRUE" : "CA:FALSE") : "none", facts.text("ca.text"));
    if (!certificate.subject_key_identifier) {
        EXPECT_EQ(certificate.key_identifier(), facts.bytes("key_sha1"));
    }
    const auto key = certificate.public_key();
    ASSERT_TRUE(key);
    EXPECT_EQ(std::to_string(key->bits()), facts.text("key_bits.n"));
    EXPECT_EQ(certificate.self_issued(), facts.name().starts_with("csca"));
}

std::vector<test::VectorGroup> certificates() {
    std::vector<test::VectorGroup> groups = test::read_vectors("pki/facts.vec");
    std::erase_if(groups, [](const test::VectorGroup& group) { return !group.has("fingerprint"); });
    return groups;
}

INSTANTIATE_TEST_SUITE_P(Certificate, Facts, testing::ValuesIn(certificates()), [](const auto& parameter) {
    std::string name = parameter.param.name();
    name[name.find('/')] = '_';
    return name;
});

TEST(Certificate, ReadsUsageAndConstraints) {
    const Certificate csca = pki_certificate("csca/csca_rsa");
    ASSERT_TRUE(csca.key_usage);
    EXPECT_TRUE(csca.key_usage->certificate_signing);
    EXPECT_FALSE(csca.key_usage->digital_signature);
    EXPECT_EQ(csca.basic_constraints->path_length, 0U);
    EXPECT_EQ(pki_certificate("csca/csca_root").basic_constraints->path_length, std::nullopt);
    const Certificate signer = pki_certificate("signer/ds_p256");
    ASSERT_TRUE(signer.key_usage);
    EXPECT_TRUE(signer.key_usage->digital_signature);
    EXPECT_FALSE(signer.key_usage->certificate_signing);
    EXPECT_TRUE(signer.extended_key_usage.empty());
    EXPECT_FALSE(signer.unknown_critical_extension);
    EXPECT_EQ(pki_certificate("signer/ds_tls").extended_key_usage, std::vector<std::string>{"1.3.6.1.5.5.7.3.1"});
    EXPECT_TRUE(pki_certificate("signer/ds_critical").unknown_critical_extension);
    EXPECT_FALSE(pki_certificate("csca/csca_plain").key_usage);
}

TEST(Certificate, IsVerifiedByItsIssuersKeyAlone) {
    const auto check = [](std::string_view name, std::string_view issuer, std::string_view method) {
        const Certificate certificate = pki_certificate(name);
        EXPECT_TRUE(certificate.verify_signed_by(pki_certificate(issuer).public_key().value())) << name;
        EXPECT_EQ(certificate.signature_algorithm()->method(), method);
        EXPECT_EQ(certificate.verify_signed_by(pki_certificate("csca/csca_same_name").public_key().value()).has_value(),
                  false)
            << name;
    };
    check("signer/ds_rsa", "csca/csca_rsa", "rsa-sha256");
    check("signer/ds_p521", "csca/csca_rsa", "rsa-sha512");
    check("signer/ds_pss", "csca/csca_pss", "rsa-pss-sha256");
    check("signer/ds_explicit", "csca/csca_explicit", "ecdsa-sha384");
    check("signer/ds_compressed", "csca/csca_compressed", "ecdsa-sha256");
    check("signer/ds_p192", "csca/csca_plain", "rsa-sha1");
    check("csca_untrusted/csca_link", "csca/csca_rsa", "rsa-sha256");
    check("csca/csca_rsa", "csca/csca_rsa", "rsa-sha256");
}

TEST(Certificate, WithAnyBitFlippedIsRefusedOrNotVerified) {
    const Bytes good = copy(pki_certificate("signer/ds_p256").der);
    const PublicKey issuer = pki_certificate("csca/csca_rsa").public_key().value();
    ASSERT_TRUE(Certificate::parse(good)->verify_signed_by(issuer));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes changed = good;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        const auto certificate = Certificate::parse(changed);
        EXPECT_FALSE(certificate && certificate->verify_signed_by(issuer)) << bit;
    }
}

TEST(Certificate, CutOffAtAnyLengthIsRefused) {
    const Bytes good = copy(pki_certificate("signer/ds_p256").der);
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(Certificate::parse(ByteView{good}.first(size))) << size;
    }
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_EQ(Certificate::parse(longer).error().code, ErrorCode::trailing_bytes);
    EXPECT_EQ(Certificate::parse(Bytes(max_certificate_size + 1)).error().code, ErrorCode::limit_exceeded);
}

TEST(SerialKey, DropsZerosThatMeanNothing) {
    EXPECT_EQ(serial_key(Bytes{0x00, 0x00, 0x8F}), Bytes{0x8F});
    EXPECT_EQ(serial_key(Bytes{0x8F}), Bytes{0x8F});
    EXPECT_EQ(serial_key(Bytes{0x00}), Bytes{0x00});
    EXPECT_NE(serial_key(Bytes{0x8F, 0x00}), serial_key(Bytes{0x8F}));
}

}  // namespace
}  // namespace fivestar::crypto
