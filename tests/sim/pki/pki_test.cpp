// SPDX-License-Identifier: Apache-2.0
// The openssl command line program parses and verifies everything that the test PKI writes.
#include "sim/pki/pki.hpp"

#include "crypto/base/text.hpp"
#include "crypto/tlv/cursor.hpp"
#include "sim/data_file.hpp"
#include "tests/sim/command_line.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

const std::filesystem::path pki_data = test::source_directory() / "sim";

class Pki : public testing::Test {
  protected:
    Pki() : pki_(TestPki::load(pki_data).value()) { EXPECT_TRUE(pki_.write(directory_.path()).has_value()); }

    [[nodiscard]] std::string file(std::string_view name) const { return (directory_.path() / name).string(); }

    /// Runs `openssl ARGUMENTS` in the directory.
    [[nodiscard]] test::CommandOutcome openssl(const std::string& arguments) const {
        return test::run_command("cd " + directory_.path().string() + " && openssl " + arguments);
    }
    void expect_success(const std::string& arguments, const char* says = "") const {
        const auto outcome = openssl(arguments);
        EXPECT_EQ(outcome.exit_code, 0) << arguments << '\n' << outcome.output;
        EXPECT_NE(outcome.output.find(says), std::string::npos) << arguments << '\n' << outcome.output;
    }
    void expect_failure(const std::string& arguments, const char* says) const {
        const auto outcome = openssl(arguments);
        EXPECT_NE(outcome.exit_code, 0) << arguments << '\n' << outcome.output;
        EXPECT_NE(outcome.output.find(says), std::string::npos) << arguments << '\n' << outcome.output;
    }

    /// Writes the CMS of an EF.SOD over `groups` to sod.cms.
    void sign(std::string_view chain, SignerKind signer = SignerKind::good) const {
        const Bytes file_octets = pki_.sign_security_object(chain, signer, groups).value();
        const auto cms = tlv::Cursor{file_octets, tlv::Rules::der}.expect(0x77).value();
        EXPECT_EQ(cms.whole.size(), file_octets.size());
        ASSERT_TRUE(write_data_file(file("sod.cms"), cms.value).has_value());
    }

    const std::map<unsigned, Bytes> groups{{1, {0x61, 0x00}}, {2, {0x75, 0x00}}, {13, {0x6D, 0x00}}};
    test::TemporaryDirectory directory_;
    TestPki pki_;
};

constexpr const char* verify_contact =
    "cms -verify -inform DER -in sod.cms -CAfile csca/contact.pem -purpose any "
    "-out content -signer signer.pem ";
constexpr const char* passport_pem = "x509 -inform DER -in csca/passport.cer -out passport.pem";
constexpr const char* verify_passport =
    "cms -verify -inform DER -in sod.cms -CAfile passport.pem -purpose any "
    "-out content -signer signer.pem ";

/// Verifies with the SM2 identifier of the signatures, and fails without it.
TEST_F(Pki, WithSm2IsVerifiedByOpenssl) {
    const std::string convert = "x509 -inform DER -in csca-lds/five-star-sm2.cer -out sm2.pem";
    expect_success(convert);
    sign("five-star-sm2");
    expect_success("pkcs7 -inform DER -in sod.cms -print_certs -out signer.pem");
    expect_success("verify -vfyopt distid:1234567812345678 -CAfile sm2.pem signer.pem", "OK");
    expect_failure("verify -CAfile sm2.pem signer.pem", "certificate signature failure");
    expect_success("crl -inform DER -in crl/five-star-sm2.crl -noout -text", "SM2-with-SM3");
}

TEST_F(Pki, AnchorsVerifyThemselves) {
    expect_success(passport_pem);
    expect_success("verify -x509_strict -check_ss_sig -CAfile passport.pem passport.pem", "OK");
    expect_success("verify -x509_strict -check_ss_sig -CAfile csca/contact.pem csca/contact.pem", "OK");
    EXPECT_EQ(pki_.anchors().size(), 2U);
    EXPECT_EQ(pki_.lds_anchors().size(), 2U);
}

TEST_F(Pki, AnchorsFollowTheProfile) {
    // Contents of a CSCA certificate (ICAO Doc 9303-12 §7.1.1).
    const auto text = openssl("x509 -inform DER -in csca/passport.cer -noout -text").output;
    for (const char* part :
         {"Version: 3", "C = UT, O = Fivestar SPECIMEN", "X509v3 Authority Key Identifier", "Subject Key Identifier",
          "Key Usage: critical\n                Certificate Sign, CRL Sign", "Private Key Usage Period",
          "DirName:/L=UTO", "Basic Constraints: critical\n                CA:TRUE, pathlen:0",
          "Not Before: Jan  1 00:00:00 2020 GMT", "Not After : Jan  1 00:00:00 2045 GMT"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
    }
}

TEST_F(Pki, RevocationListsVerify) {
    expect_success(passport_pem);
    expect_success("crl -inform DER -in crl/passport.crl -CAfile passport.pem -noout", "verify OK");
    expect_success("crl -inform DER -in crl/contact.crl -CAfile csca/contact.pem -noout", "verify OK");
    EXPECT_EQ(pki_.revocation_lists().size(), 4U);
}

TEST_F(Pki, SecurityObjectsVerify) {
    expect_success(passport_pem);
    sign("passport");
    expect_success(verify_passport, "CMS Verification successful");
    expect_success("cms -cmsout -print -inform DER -in sod.cms -noout", "rsassaPss");
    sign("contact");
    expect_success(verify_contact, "CMS Verification successful");
    expect_success("cms -cmsout -print -inform DER -in sod.cms -noout", "subjectKeyIdentifier");
}

TEST_F(Pki, SecurityObjectsContainTheHashes) {
    sign("contact");
    expect_success(verify_contact);
    const Bytes content = read_data_file(file("content")).value();
    // LDSSecurityObject of Doc 9303-10 §4.6.2.3, version 0, SHA-384; the hashes are those of `openssl dgst`.
    std::string expected = "3081BA020100300D060960864801650304020205003081A5";
    for (const auto& [number, octets] : groups) {
        ASSERT_TRUE(write_data_file(file("group"), octets).has_value());
        expect_success("dgst -sha384 -binary -out hash group");
        expected += "30350201" + to_hex(Bytes{static_cast<std::uint8_t>(number)}) + "0430" +
                    to_hex(read_data_file(file("hash")).value());
    }
    EXPECT_EQ(to_hex(content), expected);
}

TEST_F(Pki, SignersFollowTheProfile) {
    sign("contact");
    expect_success(verify_contact);
    const auto text = openssl("x509 -in signer.pem -noout -text").output;
    // Contents of a document signer certificate (ICAO Doc 9303-12 §7.1.1); no basic constraints.
    for (const char* part : {"Key Usage: critical\n                Digital Signature\n", "2.23.136.1.1.6.2",
                             "CRL Distribution Points", "Private Key Usage Period", "Authority Key Identifier"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
    }
    EXPECT_EQ(text.find("Basic Constraints"), std::string::npos);
}

TEST_F(Pki, ExpiredSignerVerifiesAtSigningTimeOnly) {
    sign("contact", SignerKind::expired);
    expect_failure(verify_contact, "certificate has expired");
    expect_success(std::string{verify_contact} + "-attime 1622538000", "CMS Verification successful");  // 2021-06-01
}

TEST_F(Pki, RevokedSignerIsOnTheList) {
    expect_success("crl -inform DER -in crl/contact.crl -out contact-crl.pem");
    const char* verify = "verify -crl_check -CAfile csca/contact.pem -CRLfile contact-crl.pem signer.pem";
    sign("contact");
    expect_success(verify_contact);
    expect_success(verify, "OK");
    sign("contact", SignerKind::revoked);
    expect_success(verify_contact);
    expect_failure(verify, "certificate revoked");
}

TEST_F(Pki, UnknownIssuerIsNotFound) {
    sign("contact", SignerKind::unknown_issuer);
    expect_failure(verify_contact, "unable to get local issuer certificate");
    expect_success(std::string{verify_contact} + "-noverify", "CMS Verification successful");
}

TEST_F(Pki, ImpostorHasTheNamesButNotTheKey) {
    sign("contact", SignerKind::self_made);
    expect_failure(verify_contact, "signature failure");
    expect_success(std::string{verify_contact} + "-noverify", "CMS Verification successful");
    expect_success("x509 -in signer.pem -noout -issuer", "SPECIMEN CSCA contact");
}

/// Signed part and signature of a certificate, for `openssl dgst`: chain building refuses explicit parameters.
void split(ByteView certificate, const std::string& signed_part, const std::string& signature) {
    auto cursor = tlv::Cursor{certificate, tlv::Rules::der}.enter(0x30).value();
    const auto tbs = cursor.expect(0x30).value();
    cursor.expect(0x30).value();
    const auto bits = cursor.expect(0x03).value();
    ASSERT_TRUE(write_data_file(signed_part, tbs.whole).has_value());
    ASSERT_TRUE(write_data_file(signature, bits.value.subspan(1)).has_value());
}

TEST_F(Pki, FiveStarAnchorHasExplicitParametersAndSignsItself) {
    const auto structure = openssl("asn1parse -inform DER -in csca-lds/five-star.cer");
    EXPECT_EQ(structure.exit_code, 0);
    EXPECT_NE(structure.output.find("prime-field"), std::string::npos) << structure.output;
    EXPECT_EQ(structure.output.find(":secp384r1"), std::string::npos) << structure.output;

    expect_success("pkey -in " + (pki_data / "pki/five-star-csca.pem").string() + " -pubout -out anchor.pub");
    split(read_data_file(file("csca-lds/five-star.cer")).value(), file("tbs"), file("signature"));
    expect_success("dgst -sha384 -verify anchor.pub -signature signature tbs", "Verified OK");

    sign("five-star");
    expect_success("cms -verify -noverify -inform DER -in sod.cms -out content -signer signer.pem",
                   "CMS Verification successful");
    expect_success("x509 -in signer.pem -outform DER -out signer.cer");
    split(read_data_file(file("signer.cer")).value(), file("tbs"), file("signature"));
    expect_success("dgst -sha384 -verify anchor.pub -signature signature tbs", "Verified OK");
}

TEST_F(Pki, RefusesAnUnknownChain) {
    EXPECT_EQ(pki_.sign_security_object("other", SignerKind::good, groups).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(TestPki::load(directory_.path()).error().code, ErrorCode::io_failure);
    EXPECT_EQ(pki_.write("/proc/none").error().code, ErrorCode::io_failure);
}

}  // namespace
}  // namespace fivestar::sim
