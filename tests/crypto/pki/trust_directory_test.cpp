// SPDX-License-Identifier: Apache-2.0
// Trust directories as an administrator may leave them.
#include "crypto/pki/trust_directory.hpp"

#include "crypto/base/text.hpp"
#include "crypto/pki/signed_data.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/support/temporary_directory.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

namespace fs = std::filesystem;
using test::pki_file;

/// The PEM form of octets.
std::string pem(std::string_view label, ByteView der) {
    const std::string name{label};
    return "-----BEGIN " + name + "-----\n" + to_base64(der) + "\n-----END " + name + "-----\n";
}

class TrustDirectory : public testing::Test {
  protected:
    TrustDirectory() {
        fs::create_directory(csca());
        fs::create_directory(crl());
    }

    [[nodiscard]] fs::path csca() const { return root_ / "csca"; }
    [[nodiscard]] fs::path crl() const { return root_ / "crl"; }
    [[nodiscard]] fs::path signers() const { return root_ / "signers"; }

    static void write(const fs::path& path, ByteView content) {
        std::ofstream stream{path, std::ios::binary};
        stream << as_text(content);
        ASSERT_TRUE(stream.good());
    }
    void put_anchor(std::string_view name) const {
        write(csca() / std::string{name}.append(".der"), pki_file(std::string{"csca/"}.append(name).append(".der")));
    }

    [[nodiscard]] LoadedTrust load() const {
        auto loaded = load(csca(), crl());
        EXPECT_TRUE(loaded);
        return loaded.value();
    }
    [[nodiscard]] Result<LoadedTrust> load(const fs::path& certificates, const fs::path& lists) const {
        const auto loader = TrustLoader::open(lists, signers(), now);
        if (!loader) return std::unexpected{loader.error()};
        return loader->load(certificates);
    }

    /// `name: reason`, in order.
    [[nodiscard]] std::vector<std::string> skipped() const {
        std::vector<std::string> lines;
        const LoadedTrust loaded = load();
        for (const SkippedFile& file : loaded.skipped) {
            const std::string entry = file.entry ? '#' + std::to_string(*file.entry) : "";
            lines.push_back(file.file + entry + ": " + std::string{to_string(file.reason)});
        }
        return lines;
    }

    using Lines = std::vector<std::string>;
    const WallTime now = test::noon(2030, 6, 1);

  private:
    const test::TemporaryDirectory directory_;
    const fs::path& root_ = directory_.path();
};

TEST_F(TrustDirectory, IsLoadedFromDerAndPem) {
    put_anchor("csca_rsa");
    write(csca() / "bundle.pem",
          as_bytes("two of them, SPECIMEN\n" + pem("CERTIFICATE", pki_file("csca/csca_pss.der")) +
                   pem("CERTIFICATE", pki_file("csca/csca_explicit.der"))));
    write(crl() / "rsa.crl", pki_file("crl/csca_rsa.der"));
    write(crl() / "pss.pem", pki_file("crl/csca_pss.pem"));
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 3U);
    EXPECT_EQ(loaded.store->anchors().size(), 3U);
    EXPECT_TRUE(loaded.skipped.empty());
    EXPECT_EQ(loaded.loaded_at, now);
    const auto revoked = loaded.store->verify_chain(test::pki_certificate("signer/ds_revoked"), {}, now, std::nullopt);
    EXPECT_EQ(revoked.revocation, CheckResult::failed(Reason::revoked));
    const auto good = loaded.store->verify_chain(test::pki_certificate("signer/ds_pss"), {}, now, std::nullopt);
    EXPECT_EQ(good.revocation, CheckResult::passed());
}

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

TEST_F(TrustDirectory, TakesMasterListsOfBelievedSignersAlone) {
    write(csca() / "a-good.ml", pki_file("master_list/good.ml"));
    write(csca() / "b-unknown.ml", pki_file("master_list/unknown.ml"));
    EXPECT_EQ(load().anchors, 0U);
    EXPECT_EQ(skipped(), (Lines{"a-good.ml: signer_unknown", "b-unknown.ml: signer_unknown"}));
    fs::create_directory(signers());
    write(signers() / "csca_rsa.der", pki_file("csca/csca_rsa.der"));
    write(signers() / "no-signer.der", as_bytes("no certificate"));
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 4U);
    EXPECT_EQ(skipped(), (Lines{"no-signer.der: malformed", "b-unknown.ml: signer_unknown"}));
    ASSERT_EQ(loaded.master_lists.size(), 1U);
    EXPECT_EQ(loaded.master_lists[0].file, "a-good.ml");
    EXPECT_EQ(loaded.master_lists[0].country, "XU");
    EXPECT_EQ(loaded.master_lists[0].certificates, 4U);
    EXPECT_EQ(loaded.store->anchors()[0]->source.file, "a-good.ml");
    EXPECT_EQ(loaded.store->anchors()[0]->source.master_list, 0U);
    // A trusted signer of master lists is not trusted for documents.
    EXPECT_EQ(loaded.store->verify_chain(test::pki_certificate("signer/ds_rsa"), {}, now, std::nullopt).chain,
              CheckResult::not_performed(Reason::issuer_unknown));
}

TEST_F(TrustDirectory, NamesWhatIsWrongInsideAMasterList) {
    fs::create_directory(signers());
    write(signers() / "csca_rsa.pem", as_bytes(pem("CERTIFICATE", pki_file("csca/csca_rsa.der"))));
    write(csca() / "list.pem", as_bytes(pem("CMS", pki_file("master_list/signer_inside.ml"))));
    EXPECT_EQ(load().anchors, 1U);
    ASSERT_EQ(skipped().size(), 1U);
    EXPECT_THAT(skipped()[0], testing::MatchesRegex("list.pem#[12]: not_a_ca"));
}

TEST_F(TrustDirectory, TakesThePkdsFiles) {
    fs::create_directory(signers());
    write(signers() / "csca_rsa.der", pki_file("csca/csca_rsa.der"));
    write(csca() / "icaopkd-001.ldif", pki_file("master_list/signers.ldif"));
    write(csca() / "icaopkd-002.ldif", pki_file("master_list/lists.ldif"));
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 5U);
    EXPECT_EQ(loaded.document_signers, 2U);
    const SignedData apart = SignedData::parse(pki_file("sod/no_certificate.der")).value();
    const auto found = loaded.store->document_signers().named_by(apart.signers.at(0).identifier);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(copy(found[0].der), pki_file("signer/ds_p256.der"));
    EXPECT_EQ(skipped(), Lines{"icaopkd-002.ldif#2: signer_unknown"});
    EXPECT_EQ(loaded.store->verify_chain(test::pki_certificate("signer/ds_revoked"), {}, now, std::nullopt).revocation,
              CheckResult::failed(Reason::revoked));
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

TEST_F(TrustDirectory, TakesRevocationListsFromPkdFilesOfEitherDirectory) {
    put_anchor("csca_rsa");
    write(crl() / "icaopkd-001.ldif", pki_file("master_list/signers.ldif"));
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 1U);
    EXPECT_TRUE(loaded.skipped.empty());
    EXPECT_EQ(loaded.store->revocation_lists().size(), 1U);
    EXPECT_EQ(loaded.store->revocation_lists().begin()->second.source, "icaopkd-001.ldif");
}

TEST_F(TrustDirectory, CountsAnAnchorOnceWhereverItStands) {
    fs::create_directory(signers());
    write(signers() / "csca_rsa.der", pki_file("csca/csca_rsa.der"));
    put_anchor("csca_pss");
    write(csca() / "x.ml", pki_file("master_list/good.ml"));
    write(csca() / "y.ml", pki_file("master_list/good.ml"));
    EXPECT_EQ(load().anchors, 4U);
}

TEST_F(TrustDirectory, FindsKeysThatCannotBeUsedOnlyWhenAsked) {
    Bytes other = pki_file("csca/csca_sm2.der");
    // Another curve, by its number: the key of a certificate is not looked at when it is loaded.
    const Bytes number = {0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D};
    const auto at = std::ranges::search(other, number);
    ASSERT_FALSE(at.empty());
    at.back() ^= 1U;
    write(csca() / "other.der", other);
    put_anchor("csca_rsa");
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 2U);
    EXPECT_EQ(unusable_anchors(*loaded.store),
              (std::vector<SkippedFile>{{"other.der", std::nullopt, Reason::unsupported_key}}));
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

TEST_F(TrustDirectory, BoundsTheNumberOfFiles) {
    for (std::size_t count = 0; count <= max_trust_files; ++count)
        fs::create_symlink("nowhere", csca() / std::to_string(count));
    const auto loaded = load(csca(), crl());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::limit_exceeded);
}

TEST_F(TrustDirectory, MustBeReadableItself) {
    EXPECT_EQ(load(csca() / "nowhere", crl()).error().code, ErrorCode::io_failure);
    write(csca() / "file", {});
    EXPECT_EQ(load(csca() / "file", crl()).error().code, ErrorCode::io_failure);
    EXPECT_EQ(load(csca(), csca() / "file").error().code, ErrorCode::io_failure);
}

TEST_F(TrustDirectory, NeedsNoRevocationLists) {
    put_anchor("csca_rsa");
    for (const fs::path& path : {fs::path{}, crl() / "nowhere", crl()}) {
        const auto loaded = load(csca(), path);
        ASSERT_TRUE(loaded) << path;
        EXPECT_EQ(loaded->anchors, 1U);
    }
}

TEST_F(TrustDirectory, MayBeEmpty) {
    EXPECT_EQ(load().anchors, 0U);
    ASSERT_TRUE(load().store);
}

}  // namespace
}  // namespace fivestar::crypto
