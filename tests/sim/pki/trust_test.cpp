// SPDX-License-Identifier: Apache-2.0
// Passive authentication (crypto/, identity/) of untampered and tampered documents, with the trust directories that the
// test PKI writes.
#include "crypto/pki/trust_directory.hpp"
#include "identity/verification/passive_authentication.hpp"
#include "sim/documents/document.hpp"
#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/temporary_directory.hpp"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using identity::CheckName;

const std::filesystem::path trust_data = test::source_directory() / "sim";

class Trust : public testing::Test {
  protected:
    Trust() { EXPECT_TRUE(pki_.write(directory_.path()).has_value()); }

    /// The checks of a document whose issuer has an anchor in `anchors`.
    [[nodiscard]] identity::Verification verify(std::string_view name, Tampering tampering,
                                                const char* anchors = "csca") const {
        const Persona persona = load_persona(trust_data, name).value();
        const Persona other = load_persona(trust_data, "passport-plain").value();
        const Document document = issue_document(persona, pki_, tampering, &other).value();
        const WallTime now = std::chrono::system_clock::now();
        const auto loader = crypto::TrustLoader::open(directory_.path() / "crl", {}, now).value();
        const auto trust = loader.load(directory_.path() / anchors).value();
        std::vector<identity::DataGroupFile> files;
        for (const auto& [number, content] : document.data_groups) {
            files.push_back({static_cast<identity::DataGroupNumber>(number), identity::FileState::read, content});
        }
        if (tampering == Tampering::dg15_missing) files.push_back({15, identity::FileState::absent, {}});
        const std::array stores{trust.store.get()};
        const auto report = identity::verify_sod(identity::parse_sod(document.security_object), stores, now, {}).at(0);
        identity::Verification verification;
        identity::report_passive_authentication(report, files, persona.mrz.issuing_state, verification);
        return verification;
    }

    const TestPki pki_ = TestPki::load(trust_data).value();
    test::TemporaryDirectory directory_;
};

struct Finding {
    CheckName check;
    Outcome outcome;
    Reason reason = Reason::none;
};

/// The checks that did not pass.
void expect_findings(const identity::Verification& verification, const std::vector<Finding>& findings) {
    for (const CheckName check : {CheckName::data_group_hashes, CheckName::signature, CheckName::certificate_chain,
                                  CheckName::certificate_validity, CheckName::revocation}) {
        const auto found = std::ranges::find(findings, check, &Finding::check);
        const Finding expected = found == findings.end() ? Finding{check, Outcome::passed} : *found;
        EXPECT_EQ(verification[check].outcome, expected.outcome)
            << identity::to_string(check) << ": " << to_string(verification[check].reason);
        if (expected.reason != Reason::none) {
            EXPECT_EQ(verification[check].reason, expected.reason) << identity::to_string(check);
        }
    }
}

TEST_F(Trust, AcceptsUntamperedDocuments) {
    for (const char* name : {"passport", "passport-contact", "passport-plain", "identity-card", "eep", "home-return"}) {
        SCOPED_TRACE(name);
        expect_findings(verify(name, Tampering::none), {});
    }
    expect_findings(verify("five-star-2023", Tampering::none, "csca-lds"), {});
    expect_findings(verify("five-star-2023-sm2", Tampering::none, "csca-lds"), {});
}

TEST_F(Trust, FindsTheLdsIssuerOnlyInItsDirectory) {
    EXPECT_EQ(verify("five-star-2023", Tampering::none)[CheckName::certificate_chain].outcome, Outcome::not_performed);
}

TEST_F(Trust, DetectsChangedDataGroups) {
    const std::vector<Finding> hashes{{CheckName::data_group_hashes, Outcome::failed}};
    for (const Tampering tampering :
         {Tampering::bit_in_dg1, Tampering::bit_in_dg2, Tampering::bit_in_dg11, Tampering::dg1_of_another,
          Tampering::dg2_of_another, Tampering::unlisted_data_group, Tampering::gigabyte_header}) {
        expect_findings(verify("passport", tampering), hashes);
    }
    expect_findings(verify("five-star-2023", Tampering::bit_in_dg13, "csca-lds"), hashes);
}

TEST_F(Trust, DetectsAChangedSignature) {
    for (const char* name : {"passport", "passport-contact"}) {
        EXPECT_EQ(verify(name, Tampering::bit_in_signature)[CheckName::signature].outcome, Outcome::failed) << name;
    }
}

TEST_F(Trust, DetectsInvalidSigners) {
    for (const char* name : {"passport", "passport-contact"}) {
        SCOPED_TRACE(name);
        const auto unknown = verify(name, Tampering::unknown_csca);
        EXPECT_EQ(unknown[CheckName::signature].outcome, Outcome::passed);
        EXPECT_EQ(unknown[CheckName::certificate_chain].outcome, Outcome::not_performed);
        EXPECT_EQ(unknown[CheckName::certificate_chain].reason, Reason::issuer_unknown);
        const auto expired = verify(name, Tampering::expired_signer);
        expect_findings(expired, {{CheckName::certificate_validity, Outcome::failed, Reason::signer_expired}});
        EXPECT_EQ(expired[CheckName::certificate_validity].at_signing, Outcome::passed);
        expect_findings(verify(name, Tampering::revoked_signer), {{CheckName::revocation, Outcome::failed}});
        EXPECT_EQ(verify(name, Tampering::clone_own_signer)[CheckName::certificate_chain].outcome, Outcome::failed);
    }
}

TEST_F(Trust, DetectsAMissingKeyGroup) {
    const auto verification = verify("passport", Tampering::dg15_missing);
    EXPECT_EQ(verification[CheckName::signature].outcome, Outcome::passed);
    EXPECT_EQ(verification[CheckName::chip_authenticity].outcome, Outcome::failed);
}

}  // namespace
}  // namespace fivestar::sim
