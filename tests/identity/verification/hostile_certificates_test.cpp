// SPDX-License-Identifier: Apache-2.0
// docs/TRUST.md, row by row: what the openssl command line made, and what we say of it. The document is the
// expectation, so that neither can change without the other.
#include "tests/identity/verification/hostile_certificates.hpp"

#include "crypto/tlv/writer.hpp"
#include "identity/verification/passive_authentication.hpp"
#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/vector_file.hpp"

#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

struct ShapeRow {
    std::string shape;
    std::string data;     // below tests/vectors/pki/sod
    std::string anchors;  // below tests/vectors/pki/csca, or with their directory
    std::vector<std::string> findings;
    std::string verdict;
};

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" `");
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(" `") - first + 1)};
}

/// The rows of the table below the heading.
std::vector<ShapeRow> shape_rows() {
    std::ifstream file{test::source_directory() / "docs" / "TRUST.md"};
    std::vector<ShapeRow> rows;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("| ") || line.find("| `") == std::string::npos) continue;
        std::vector<std::string> cells;
        std::istringstream parts{line.substr(1)};
        for (std::string cell; std::getline(parts, cell, '|');) cells.push_back(trimmed(cell));
        if (cells.size() != 9) continue;
        rows.push_back({cells[0], cells[1], cells[2], {cells.begin() + 3, cells.begin() + 8}, cells[8]});
    }
    return rows;
}

SodReport verified(ByteView signed_data, const crypto::TrustStore& store, const AlgorithmPolicy& policy = {}) {
    const Bytes file = tlv::encode(0x77, signed_data);
    const std::array<const crypto::TrustStore*, 1> stores{&store};
    return verify_sod(parse_sod(file), stores, certificates_day, policy).at(0);
}

class HostileCertificates : public testing::TestWithParam<ShapeRow> {};

TEST_P(HostileCertificates, ComeToTheVerdictOfTheTable) {
    const ShapeRow& row = GetParam();
    const Bytes data = test::read_vector_bytes("pki/sod/" + row.data + ".der");
    const SodReport report = verified(data, store_of(row.anchors));
    EXPECT_EQ(described(report.signature), row.findings[0]) << row.shape;
    EXPECT_EQ(described(report.certificate_chain), row.findings[1]) << row.shape;
    EXPECT_EQ(described(report.certificate_validity), row.findings[2]) << row.shape;
    EXPECT_EQ(described(report.revocation), row.findings[3]) << row.shape;
    EXPECT_EQ(described(report.algorithm_policy), row.findings[4]) << row.shape;

    Verification verification;
    verification[CheckName::data_group_hashes].pass();
    verification[CheckName::signature] = report.signature;
    verification[CheckName::certificate_chain] = report.certificate_chain;
    verification[CheckName::revocation] = report.revocation;
    EXPECT_EQ(to_string(verdict(Profile::emrtd, verification)), row.verdict) << row.shape;
}

INSTANTIATE_TEST_SUITE_P(Table, HostileCertificates, testing::ValuesIn(shape_rows()),
                         [](const auto& row) { return std::to_string(row.index) + '_' + row.param.data; });

/// The result equals that of the same document with its certificate inside.
TEST(DocumentWithoutCertificate, IsVerifiedWithOneThatCameApart) {
    const Bytes data = test::read_vector_bytes("pki/sod/no_certificate.der");
    crypto::TrustStore store = store_of("csca_rsa");
    ASSERT_TRUE(store.document_signers().add(certificate_of("signer/ds_rsa")));
    EXPECT_EQ(described(verified(data, store).signature), "not_performed signer_certificate_missing") << "another's";
    ASSERT_TRUE(store.document_signers().add(certificate_of("signer/ds_p256")));
    const SodReport report = verified(data, store);
    EXPECT_EQ(described(report.signature), "passed");
    EXPECT_EQ(described(report.certificate_chain), "passed");
    EXPECT_EQ(described(report.certificate_validity), "passed");
    EXPECT_EQ(described(report.revocation), "passed");
    EXPECT_EQ(described(report.algorithm_policy), "passed");
}

TEST(DocumentWithoutCertificate, IsNotTrustedForACertificateThatCameApart) {
    crypto::TrustStore store = store_of("csca_sm2");
    ASSERT_TRUE(store.document_signers().add(certificate_of("signer/ds_p256")));
    const SodReport report = verified(test::read_vector_bytes("pki/sod/no_certificate.der"), store);
    EXPECT_EQ(described(report.signature), "passed");
    EXPECT_EQ(described(report.certificate_chain), "not_performed issuer_unknown");
}

TEST(DocumentWithoutCertificate, FailsIfTheCertificateThatItNamesDidNotSign) {
    Bytes data = test::read_vector_bytes("pki/sod/no_certificate.der");
    data.back() ^= 1U;  // of the signature's second number
    crypto::TrustStore store = store_of("csca_rsa");
    ASSERT_TRUE(store.document_signers().add(certificate_of("signer/ds_p256")));
    EXPECT_EQ(described(verified(data, store).signature), "failed signature_mismatch");
}

TEST(HostileCertificatesTable, HoldsEveryShape) {
    std::set<std::string> named;
    for (const ShapeRow& row : shape_rows()) named.insert(row.data);
    EXPECT_GE(shape_rows().size(), 40U);
    // Shapes that are not in the table differ in digest, curve or form alone; signer_verification_test.cpp has them.
    for (const char* shape :
         {"explicit", "generator", "pss_sha256", "link", "negative", "same_name", "expired", "revoked", "encipherment",
          "sm2", "sm2_empty_id", "sm2_wrong_id", "sm2_certificate_wrong_id"}) {
        EXPECT_TRUE(named.contains(shape)) << shape;
    }
}

TEST(Sm2EmptyIdentifier, IsReportedWherePolicyLetsItPass) {
    const AlgorithmPolicy lenient{.refuse_sm2_empty_id = false};
    for (const char* name : {"sm2_empty_id", "sm2_certificate_empty_id"}) {
        const Bytes data = test::read_vector_bytes(std::string{"pki/sod/"} + name + ".der");
        const SodReport report = verified(data, store_of("csca_sm2"), lenient);
        EXPECT_EQ(described(report.signature), "passed") << name;
        EXPECT_EQ(described(report.certificate_chain), "passed") << name;
        EXPECT_EQ(described(report.algorithm_policy), "passed, sm2_empty_id") << name;
    }
}

TEST(Sm2EmptyIdentifier, MakesNoRevocationList) {
    crypto::TrustStore store;
    store.add_anchor(crypto::Certificate::parse(test::read_vector_bytes("pki/csca/csca_sm2.der")).value());
    const auto list = crypto::RevocationList::parse(test::read_vector_bytes("pki/crl/csca_sm2_empty_id.der"));
    ASSERT_TRUE(list);
    EXPECT_EQ(store.add_revocation_list(*list), CheckResult::failed(Reason::sm2_empty_id));
}

TEST(Sm2SignedData, WithAnyOctetChangedIsNotVerified) {
    const crypto::TrustStore store = store_of("csca_sm2");
    const Bytes good = test::read_vector_bytes("pki/sod/sm2.der");
    for (std::size_t at = 0; at < good.size(); ++at) {
        Bytes changed = good;
        changed[at] ^= 0x01U;
        const SodReport report = verified(changed, store);
        const bool believed = report.verified() && report.certificate_chain.outcome == Outcome::passed;
        // Nothing signs the versions, the outer list of digests, and the identifiers that lead to the certificate.
        if (believed) {
            EXPECT_TRUE(report.security_object->hashes.at(1) == Bytes(32, 0x01)) << at;
        }
    }
}

}  // namespace
}  // namespace fivestar::identity
