// SPDX-License-Identifier: Apache-2.0
// Files of trust in every form, and what is skipped.
#include "crypto/pki/trust_file.hpp"

#include "crypto/base/text.hpp"
#include "crypto/pki/trust_directory.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/crypto/pki/trust_directory.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_file;

TEST_F(TrustDirectory, NamesWhatItSkipsAndKeepsTheRest) {
    put_anchor("csca_rsa");
    write(csca() / "1-empty", {});
    write(csca() / "2-text.txt", as_bytes("no certificate"));
    write(csca() / "3-signer.der", pki_file("signer/ds_p256.der"));
    write(csca() / "4-key.pem", pki_file("key_pair/ds_p256.pem"));
    write(csca() / "5-half.pem", as_bytes("-----BEGIN CERTIFICATE-----\nAQID\n"));
    write(csca() / "6-mixed.pem",
          as_bytes(pem("CERTIFICATE", Bytes{1, 2, 3}) + pem("CERTIFICATE", pki_file("csca/csca_pss.der"))));
    Bytes longer = pki_file("csca/csca_plain.der");
    longer.push_back(0);
    write(csca() / "7-longer.der", longer);
    fs::create_directory(csca() / "8-directory");
    write(csca() / ".hidden", as_bytes("no certificate"));
    write(crl() / "a-certificate.der", pki_file("csca/csca_rsa.der"));
    write(crl() / "b-impostor.der", pki_file("crl/csca_impostor.der"));
    write(crl() / "c-partial.der", pki_file("crl/csca_rsa_partial.der"));
    write(crl() / "d-unknown.der", pki_file("crl/csca_unknown.der"));
    EXPECT_EQ(load().anchors, 2U);
    EXPECT_EQ(skipped(),
              (Lines{"a-certificate.der: malformed", "c-partial.der: unsupported", "1-empty: malformed",
                     "2-text.txt: malformed", "3-signer.der: not_a_ca", "4-key.pem: malformed", "5-half.pem: malformed",
                     "6-mixed.pem#1: malformed", "7-longer.der: trailing_bytes", "8-directory: not_a_file",
                     "b-impostor.der: signature_mismatch", "d-unknown.der: issuer_unknown"}));
}

/// ICAO Doc 9303-12 §7.1.1: a document signer need not say that it is no authority; RFC 4523 §4.2: what an authority's
/// attribute holds is an authority's.
TEST_F(TrustDirectory, TakesADocumentSignerOfThePkdForNoAnchorWhateverItSays) {
    struct Case {
        std::string_view branch;
        std::string_view attribute;
        std::string_view certificate;
        std::size_t anchors;
    };
    for (const Case& shape : {
             Case{"dsc", "userCertificate", "signer/ds_p256", 0},   // says that it is none
             Case{"dsc", "userCertificate", "csca/csca_plain", 0},  // says nothing at all
             Case{"dsc", "userCertificate", "csca/csca_rsa", 0},    // says that it is an authority
             Case{"dsc", "cACertificate", "csca/csca_rsa", 0},
             Case{"csca", "userCertificate", "csca/csca_plain", 0},
             Case{"csca", "userCertificate", "csca/csca_rsa", 1},
             Case{"csca", "userCertificate", "signer/ds_p256", 0},
             Case{"csca", "cACertificate", "csca/csca_plain", 1},
             Case{"csca", "cACertificate", "csca/csca_rsa", 1},
             Case{"csca", "cACertificate", "signer/ds_p256", 0},
         }) {
        const Bytes der = pki_file(std::string{shape.certificate}.append(".der"));
        write(csca() / "pkd.ldif", as_bytes(std::string{"version: 1\n\ndn: cn=C\\=XU+sn=01,o="}
                                                .append(shape.branch)
                                                .append(",c=XU,dc=data,dc=download,dc=pkd,dc=icao,dc=int\n")
                                                .append(shape.attribute)
                                                .append(";binary:: ")
                                                .append(to_base64(der))
                                                .append("\n")));
        const LoadedTrust loaded = load();
        EXPECT_EQ(loaded.anchors, shape.anchors) << shape.branch << shape.attribute << shape.certificate;
        EXPECT_EQ(loaded.document_signers, 1 - shape.anchors);
        EXPECT_TRUE(loaded.skipped.empty());
    }
}

TEST_F(TrustDirectory, FollowsLinksToFilesAndWaitsForNoPipe) {
    put_anchor("csca_rsa");
    fs::create_symlink(csca() / "csca_rsa.der", csca() / "link.der");
    fs::create_symlink(csca() / "nowhere", csca() / "dangling.der");
    fs::create_symlink("loop.der", csca() / "loop.der");
    fs::create_symlink(crl(), csca() / "to-directory");
    ASSERT_EQ(::mkfifo((csca() / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(load().anchors, 1U);
    EXPECT_EQ(skipped(), (Lines{"dangling.der: io_failure", "loop.der: io_failure", "pipe: not_a_file",
                                "to-directory: not_a_file"}));
}

TEST_F(TrustDirectory, DoesNotReadHugeFiles) {
    put_anchor("csca_rsa");
    write(csca() / "huge.der", as_bytes("0"));
    fs::resize_file(csca() / "huge.der", std::uintmax_t{1} << 40);
    EXPECT_EQ(load().anchors, 1U);
    EXPECT_EQ(skipped(), Lines{"huge.der: limit_exceeded"});
}

}  // namespace
}  // namespace fivestar::crypto
