// SPDX-License-Identifier: Apache-2.0
// The openssl command line program parses and verifies everything that the test PKI writes.
#include "sim/pki/pki.hpp"

#include "tests/sim/pki/written_pki.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

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
    EXPECT_EQ(pki_.anchors().size(), 3U);
    EXPECT_EQ(pki_.lds_anchors().size(), 2U);
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

TEST_F(Pki, RefusesAnUnknownChain) {
    EXPECT_EQ(pki_.sign_security_object("other", SignerKind::good, groups).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(TestPki::load(directory_.path()).error().code, ErrorCode::io_failure);
    EXPECT_EQ(pki_.write("/proc/none").error().code, ErrorCode::io_failure);
}

}  // namespace
}  // namespace fivestar::sim
