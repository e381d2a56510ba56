// SPDX-License-Identifier: Apache-2.0
// openssl parses and verifies the certificates and revocation lists.
#include "sim/pki/certificate_writer.hpp"

#include "crypto/tlv/cursor.hpp"
#include "sim/data_file.hpp"
#include "sim/pki/pki.hpp"
#include "tests/sim/pki/written_pki.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

TEST_F(Pki, AnchorsFollowTheProfile) {
    // Contents of a CSCA certificate (ICAO Doc 9303-12 §7.1.1).
    const auto text = openssl("x509 -inform DER -in csca/passport.cer -noout -text -nameopt oneline").output;
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
    EXPECT_EQ(pki_.revocation_lists().size(), 5U);
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

}  // namespace
}  // namespace fivestar::sim
