// SPDX-License-Identifier: Apache-2.0
// The verification of EF.SOD against one or two trust stores.
#include "identity/verification/document_verification.hpp"
#include "tests/daemon/reading/resigned_sod.hpp"
#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <array>
#include <chrono>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

const WallTime noon = std::chrono::sys_days{reading_day} + std::chrono::hours{12};

Bytes issued_sod(sim::Tampering tampering = sim::Tampering::none) {
    return sim::issue_document(test_persona("five-star-2023"), test_pki(), tampering).value().security_object;
}

/// Reports against the anchors of passports, and against those of the LDS profile.
struct SodProof {
    identity::SodReport trust;
    identity::SodReport lds_trust;
};
SodProof prove(const Bytes& file) {
    const auto environment = full_trust();
    const std::array<const crypto::TrustStore*, 2> stores{environment.trust.get(), environment.lds_trust.get()};
    auto reports = identity::verify_sod(identity::parse_sod(file), stores, noon, environment.algorithm_policy);
    return {std::move(reports[0]), std::move(reports[1])};
}

TEST(Sod, AChangedSignatureFailsThoughTheListIsReadable) {
    const Bytes file = issued_sod(sim::Tampering::bit_in_signature);
    const identity::ParsedSod sod = identity::parse_sod(file);
    ASSERT_TRUE(sod.security_object.has_value());
    EXPECT_TRUE(sod.security_object->hashes.contains(13));
    const auto proof = prove(file);
    EXPECT_EQ(proof.trust.signature.outcome, Outcome::failed);
    EXPECT_EQ(proof.lds_trust.signature.outcome, Outcome::failed);
}

TEST(Sod, ReportsAgainstEachStore) {
    const auto proof = prove(issued_sod());
    EXPECT_TRUE(proof.trust.verified());
    EXPECT_EQ(proof.trust.certificate_chain.reason, Reason::issuer_unknown);
    EXPECT_EQ(proof.lds_trust.certificate_chain.outcome, Outcome::passed);
}

TEST(Recognition, KnowsNoLdsProfileWithoutItsAnchors) {
    const auto environment = full_trust();
    const auto document = identity::recognise_document(
        identity::parse_sod(issued_sod()), {*environment.trust, nullptr, environment.algorithm_policy}, noon, {});
    EXPECT_EQ(document.profile, identity::Profile::emrtd);
    EXPECT_TRUE(document.sod.verified());
    EXPECT_EQ(document.sod.certificate_chain.outcome, Outcome::not_performed);
}

TEST(Sod, GivesAReasonForAFileThatIsNoEfSod) {
    for (const Bytes& file : {Bytes{}, Bytes{0x77, 0x01}, Bytes{0x77, 0x02, 0x30, 0x00}}) {
        EXPECT_FALSE(identity::parse_sod(file).security_object.has_value());
        EXPECT_EQ(prove(file).trust.unusable, file.empty() ? Reason::no_security_object : Reason::malformed);
    }
}

/// A file that is there and not given is not an absent one. An indefinite length (X.690 §8.1.3.6) does not tell where
/// the file ends.
TEST(Sod, IsUnreadableNotAbsentIfTheChipHasIt) {
    sim::Document document = sim::issue_document(test_persona("passport"), test_pki()).value();
    document.security_object[1] = 0x80;
    SimulatedCard card{"passport", document};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "unverified");
    EXPECT_EQ(outcome->verification[identity::CheckName::signature].reason, Reason::security_object_unreadable);
    document.security_object.clear();
    SimulatedCard empty{"passport", document};
    const auto other = empty.read();
    ASSERT_EQ(summary(other), "unverified");
    EXPECT_EQ(other->verification[identity::CheckName::signature].reason, Reason::security_object_unreadable);
}

/// Verifies the files of a document that a workshop signed, against all anchors.
identity::SodReport report_of(const TlvNode& sod) {
    const auto environment = full_trust();
    const std::array<const crypto::TrustStore*, 1> stores{environment.trust.get()};
    return identity::verify_sod(identity::parse_sod(sod.encoded()), stores, noon, environment.algorithm_policy).at(0);
}

/// RustCrypto/formats#2061 and rauc/rauc#1986 have signing times that RFC 5652 §11.3 does not allow. The time proves
/// nothing that the verdict rests on.
TEST(SigningTime, ThatIsOddIsAFinding) {
    constexpr const char* signing_time = "2A864886F70D010905";
    const SodWorkshop workshop{"passport-plain"};
    struct Example {
        Bytes tag;
        std::string_view text;
        bool is_odd = true;
        Outcome at_signing = Outcome::not_performed;
    };
    const Example examples[] = {
        {{0x18}, "20230808090000.123Z", true, Outcome::passed},
        {{0x18}, "20230808090000Z", false, Outcome::passed},
        {{0x17}, "230808090000"},
        {{0x18}, "20230808090000"},
        {{0x17}, "230808090060Z"},
        {{0x17}, "2308080900Z", true, Outcome::passed},
        {{0x17}, "230808090000+0800", true, Outcome::passed},
        {{0x04}, "230808090000Z"},
        {{0x0C}, "8 August 2023"},
        {{0x17}, ""},
    };
    for (const Example& example : examples) {
        TlvNode sod = workshop.sod();
        TlvNode& time = SodWorkshop::attribute(sod, signing_time)->children[1].children[0];
        time.tag = example.tag;
        time.value = copy(as_bytes(example.text));
        workshop.sign_again(sod);
        const identity::SodReport report = report_of(sod);
        EXPECT_TRUE(report.verified()) << example.text;
        EXPECT_EQ(report.certificate_chain.outcome, Outcome::passed) << example.text;
        EXPECT_EQ(report.certificate_validity.at_signing, example.at_signing) << example.text;
        const std::vector<identity::ReasonCode> odd{Reason::signing_time_malformed};
        EXPECT_EQ(report.signature.findings, example.is_odd ? odd : std::vector<identity::ReasonCode>{})
            << example.text;
    }
}

TEST(SigningTime, IsOptional) {
    const SodWorkshop workshop{"passport-plain"};
    TlvNode sod = workshop.sod();
    auto& attributes = node_at(sod, sod_path::attributes).children;
    attributes.erase(attributes.begin() + 1);
    workshop.sign_again(sod);
    const identity::SodReport report = report_of(sod);
    EXPECT_TRUE(report.verified());
    EXPECT_TRUE(report.signature.findings.empty());
    EXPECT_EQ(report.certificate_validity.at_signing, Outcome::not_performed);
}

/// Doc 9303-10 §4.6.2.2 has version 3. Other programs accept others in silence.
TEST(SignedDataVersion, ThatIsNotThreeIsAFinding) {
    const SodWorkshop workshop{"passport-plain"};
    for (const unsigned version : {1U, 2U, 4U, 5U}) {
        TlvNode sod = workshop.sod();
        node_at(sod, sod_path::version).value = {static_cast<std::uint8_t>(version)};
        const identity::SodReport report = report_of(sod);
        EXPECT_TRUE(report.verified()) << version;
        EXPECT_EQ(report.signature.findings, std::vector<identity::ReasonCode>{Reason::signed_data_version});
    }
}

/// The signer's certificate is there, but its subject's public key is cut off.
TEST(SignersCertificate, ThatCannotBeReadIsNotCalledMissing) {
    const SodWorkshop workshop{"passport-plain"};
    TlvNode sod = workshop.sod();
    TlvNode& key = node_at(sod, {0, 1, 0, 3, 0, 0, 6});
    ASSERT_EQ(key.tag, Bytes{0x30});
    key.tag = {0x31};
    const identity::SodReport report = report_of(sod);
    EXPECT_FALSE(report.verified());
    for (const identity::Check* check : {&report.signature, &report.certificate_chain, &report.certificate_validity,
                                         &report.revocation, &report.algorithm_policy}) {
        EXPECT_EQ(check->outcome, Outcome::not_performed);
        EXPECT_EQ(check->reason, Reason::signer_certificate_unreadable);
    }
    node_at(sod, sod_path::certificates).children.clear();
    EXPECT_EQ(report_of(sod).signature.reason, Reason::signer_certificate_missing);
}

}  // namespace
}  // namespace fivestar::test
