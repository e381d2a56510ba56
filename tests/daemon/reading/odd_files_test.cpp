// SPDX-License-Identifier: Apache-2.0
// A good document in which one element of one file is unknown, broken, empty, there twice, elsewhere or followed by
// zeros. What can be read survives, no verdict becomes better, and none becomes `not_genuine` unless a hash or a
// signature is false, or a rule of the standard that protects them is broken.
#include "identity/verification/card_security.hpp"
#include "identity/verification/document_verification.hpp"
#include "tests/daemon/reading/resigned_sod.hpp"
#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using enum identity::CheckName;
using identity::Verdict;
using identity::Verification;

/// The document as its files say, without its chip.
Verification verified_files(const std::map<unsigned, Bytes>& groups, const Bytes& sod) {
    const auto environment = full_trust();
    const identity::ParsedSod parsed = identity::parse_sod(sod);
    const auto noon = std::chrono::sys_days{reading_day} + std::chrono::hours{12};
    const auto recognised = identity::recognise_document(
        parsed, {*environment.trust, environment.lds_trust.get(), environment.algorithm_policy}, noon, {});
    std::vector<identity::DataGroupFile> files;
    for (const auto& [number, octets] : groups) {
        files.push_back({.number = static_cast<identity::DataGroupNumber>(number), .octets = octets});
    }
    Verification verification;
    identity::verify_document(
        {.sod = recognised.sod, .files = files, .issuing_state = "UTO", .card_access = nullptr, .dg14 = nullptr},
        verification);
    return verification;
}

/// Every reason of a failed check, then every finding.
std::string described(const Verification& verification) {
    std::string text;
    for (const identity::Check& check : verification.checks()) {
        if (check.outcome == Outcome::failed) text += "failed: " + std::string{to_string(check.reason)} + ' ';
        for (const auto& finding : check.findings) text += std::string{to_string(finding)} + ' ';
    }
    return text;
}

bool has_finding(const Verification& verification) {
    return std::ranges::any_of(verification.checks(), [](const identity::Check& check) {
        return !check.findings.empty() && check.name != chip_authenticity;
    });
}

/// True if the reason of every failed check is one of these, but for the one that does not change the verdict.
bool fails_by(const Verification& verification, std::initializer_list<Reason> reasons) {
    return std::ranges::all_of(verification.checks(), [&](const identity::Check& check) {
        return check.name == certificate_validity || check.outcome != Outcome::failed ||
               std::ranges::find(reasons, check.reason) != reasons.end();
    });
}

class OddSod : public testing::TestWithParam<const char*> {
  protected:
    /// `rule_is_broken`: RFC 5652 §11.1 and §11.2 have contentType and messageDigest once, with one value.
    void expect_justified(const Bytes& sod, const std::string& what, bool rule_is_broken, bool may_be_silent) {
        const Verification verification = verified_files(groups_, sod);
        const Verdict verdict = identity::verdict(identity::Profile::emrtd, verification);
        ++verdicts_[verdict];
        if (verdict == Verdict::genuine) {
            EXPECT_TRUE(has_finding(verification) || may_be_silent) << what;
        } else {
            EXPECT_TRUE(has_finding(verification)) << what;
        }
        const bool false_or_forbidden =
            fails_by(verification, {Reason::signature_mismatch, Reason::message_digest_mismatch,
                                    Reason::content_type_mismatch, Reason::hash_mismatch, Reason::broken}) ||
            (rule_is_broken && fails_by(verification, {Reason::signed_attributes_incomplete}));
        EXPECT_TRUE(false_or_forbidden) << what << ": " << described(verification);
    }

    const SodWorkshop workshop_{GetParam()};
    const std::map<unsigned, Bytes>& groups_ = workshop_.document().data_groups;
    std::map<Verdict, int> verdicts_ = {};
};

/// Changes that X.690, RFC 5652 or the standard of names leave open: the order of a SET OF and of the hash list, a
/// second certificate or signer, another string type in a name.
bool is_allowed(const TlvPath& path, TlvChange change) {
    const TlvPath certificate{0, 1, 0, 3, 0};
    const TlvPath signer_identifier{0, 1, 0, 4, 0, 1};
    const TlvPath digest_algorithms{0, 1, 0, 1};
    if (change == TlvChange::moved) {
        return lies_in(path, sod_path::attributes) || lies_in(path, sod_path::hashes) ||
               lies_in(path, signer_identifier);
    }
    if (change == TlvChange::doubled && (path == certificate || path == sod_path::signer)) return true;
    return lies_in(path, signer_identifier) || lies_in(path, digest_algorithms);
}

TEST_P(OddSod, SurvivesEveryChangeOfAnElement) {
    const Bytes good = workshop_.sod().encoded();
    ASSERT_EQ(identity::verdict(identity::Profile::emrtd, verified_files(groups_, good)), Verdict::genuine);
    const auto binding = [&](const TlvPath& path) {
        return lies_in(path, sod_path::attributes) && path.size() > sod_path::attributes.size() &&
               path[sod_path::attributes.size()] != 1;  // signingTime, in DER order
    };
    for_each_tlv_change(
        workshop_.sod(), [&](const TlvNode& changed, const TlvPath& path, TlvChange change, const std::string& what) {
            const Bytes sod = changed.encoded();
            if (sod == good) return;
            const bool allowed = is_allowed(path, change);
            expect_justified(sod, what, binding(path), allowed);
            const bool in_content = lies_in(path, sod_path::security_object);
            const bool in_attributes = lies_in(path, sod_path::attributes) && path != sod_path::attributes;
            if (!in_content && !in_attributes) return;
            TlvNode again = changed;
            if (in_content) SodWorkshop::digest_again(again, workshop_.digest());
            workshop_.sign_again(again);
            expect_justified(again.encoded(), what + ", signed again", binding(path) && change == TlvChange::doubled,
                             allowed);
        });
    EXPECT_GT(verdicts_[Verdict::genuine], 50);
    EXPECT_GT(verdicts_[Verdict::unverified], 50);
    EXPECT_GT(verdicts_[Verdict::not_genuine], 50);
}

INSTANTIATE_TEST_SUITE_P(Personas, OddSod, testing::Values("passport-plain", "passport-contact"),
                         [](const auto& persona) { return test_name(persona.param); });

/// A file of a persona's chip.
struct OddFile {
    const char* persona;
    unsigned number;  ///< of the data group; 0 for EF.COM
};

void PrintTo(const OddFile& file, std::ostream* out) {
    *out << file.persona << ' ' << file.number;
}

class OddDataGroup : public testing::TestWithParam<OddFile> {};

/// The number of values of DG11 and DG12 in a record.
int details_of(const identity::IdentityRecord& record) {
    const identity::Holder& holder = record.holder;
    const identity::Document& document = record.document;
    int count = 0;
    for (const bool there : {holder.personal_number.has_value(), holder.birth_place.has_value(),
                             holder.address.has_value(), holder.birth_date.has_value(), holder.names.latin.has_value(),
                             document.valid_from.has_value(), document.issuing_authority.has_value()}) {
        count += there ? 1 : 0;
    }
    return count;
}

/// Changes that lie in what no reader needs, or that leave a file of the same meaning: the order of elements, the
/// versions in EF.COM, the header of a biometric template, in DG14 a number in the place of another, and in DG15 the
/// parameters of rsaEncryption.
bool changes_nothing(unsigned number, const TlvPath& path, TlvChange change) {
    const TlvPath biometric_header{0, 1, 0};
    return change == TlvChange::moved || number == 0 || (number == 2 && lies_in(path, biometric_header)) ||
           (number == 14 && path.size() == 3) || (number == 15 && path == TlvPath{0, 0, 1});
}

/// The issuer signs the odd file, and the chip is read. Only the chip's own proofs can be false then: its keys are not
/// those that the issuer signed, or EF.CardAccess is not what DG14 repeats.
TEST_P(OddDataGroup, SurvivesEveryChangeOfAnElement) {
    const auto& [persona_name, number] = GetParam();
    const sim::Persona& persona = test_persona(persona_name);
    const sim::Document good = sim::issue_document(persona, test_pki()).value();
    const Bytes& file = number == 0 ? good.common : good.data_groups.at(number);
    const auto whole = SimulatedCard{persona_name, good}.read();
    ASSERT_EQ(summary(whole), "genuine");
    int genuine = 0;
    for_each_tlv_change(parse_tlv(file), [&](const TlvNode& changed, const TlvPath& path, TlvChange change,
                                             const std::string& what) {
        sim::Document document = sim::issue_document(persona, test_pki()).value();
        Bytes& octets = number == 0 ? document.common : document.data_groups.at(number);
        octets = changed.encoded();
        if (octets == file) return;
        document.security_object =
            test_pki().sign_security_object(persona.chain, sim::SignerKind::good, document.data_groups).value();
        SimulatedCard card{persona_name, document};
        const auto outcome = card.read();
        ASSERT_TRUE(outcome.has_value()) << what << ": " << summary(outcome);
        if (outcome->verdict == Verdict::genuine) ++genuine;
        EXPECT_TRUE(fails_by(outcome->verification, {Reason::card_access_mismatch, Reason::chip_authentication_failed,
                                                     Reason::active_authentication_failed}))
            << what << ": " << described(outcome->verification);
        if (described(outcome->verification) == described(whole->verification)) {
            EXPECT_TRUE(changes_nothing(number, path, change)) << what;
        }
        // The other files, and of this one all but the element; behind one without an end nothing can be found.
        EXPECT_TRUE(number == 1 || outcome->record.document.number) << what;
        EXPECT_TRUE(number == 2 || outcome->record.portrait) << what;
        // A face is found though its templates are unknown, or a length says more than there is.
        EXPECT_TRUE(number != 2 || change == TlvChange::empty || outcome->record.portrait) << what;
        if (change != TlvChange::broken) {
            const int lost = details_of(whole->record) - details_of(outcome->record);
            EXPECT_LE(lost, number == 1 || number == 13 ? details_of(whole->record) : 1) << what;
        }
    });
    EXPECT_GT(genuine, 0);
}

INSTANTIATE_TEST_SUITE_P(Files, OddDataGroup,
                         testing::Values(OddFile{"passport-plain", 0}, OddFile{"passport-plain", 1},
                                         OddFile{"passport-plain", 2}, OddFile{"passport", 11}, OddFile{"passport", 12},
                                         OddFile{"five-star-2023", 13}, OddFile{"passport", 14},
                                         OddFile{"passport", 15}),
                         [](const auto& file) {
                             return test_name(file.param.persona) + '_' + std::to_string(file.param.number);
                         });

/// EF.CardSecurity is not called forged for an element that its signature does not cover.
TEST(OddCardSecurity, IsForgedOnlyWhereSomethingSignedIsFalse) {
    const sim::Document document = sim::issue_document(test_persona("passport-pace-only"), test_pki()).value();
    const auto environment = full_trust();
    const auto noon = std::chrono::sys_days{reading_day} + std::chrono::hours{12};
    const auto verified = [&](const Bytes& file) {
        return identity::verify_card_security(file, *environment.trust, noon, environment.algorithm_policy);
    };
    ASSERT_TRUE(verified(document.card_security));
    const std::array<TlvPath, 5> covered{{{1, 0, 2}, {1, 0, 3}, {1, 0, 4, 0, 3}, {1, 0, 4, 0, 4}, {1, 0, 4, 0, 5}}};
    int good = 0;
    int forged = 0;
    for_each_tlv_change(parse_tlv(document.card_security), [&](const TlvNode& changed, const TlvPath& path, TlvChange,
                                                               const std::string& what) {
        const auto infos = verified(changed.encoded());
        if (infos) {
            ++good;
            EXPECT_EQ(infos->chip_authentication_keys.size(), 1U) << what;
        } else if (infos.error() == Reason::card_security_forged) {
            ++forged;
            EXPECT_TRUE(std::ranges::any_of(covered, [&](const TlvPath& place) { return lies_in(path, place); }))
                << what;
        }
    });
    EXPECT_GT(good, 10);
    EXPECT_GT(forged, 10);
}

/// EF.CardAccess is signed by nobody; that it differs from DG14 is the one thing that speaks against a document.
TEST(OddCardAccess, IsNoForgeryUnlessDg14SaysOtherwise) {
    const sim::Persona& persona = test_persona("passport");
    const Bytes file = sim::issue_document(persona, test_pki()).value().card_access;
    int read = 0;
    for_each_tlv_change(
        parse_tlv(file), [&](const TlvNode& changed, const TlvPath&, TlvChange, const std::string& what) {
            sim::Document document = sim::issue_document(persona, test_pki()).value();
            document.card_access = changed.encoded();
            SimulatedCard card{"passport", document};
            const auto outcome = card.read();
            if (!outcome) return;
            ++read;
            EXPECT_TRUE(fails_by(outcome->verification, {Reason::card_access_mismatch}))
                << what << ": " << described(outcome->verification);
            EXPECT_TRUE(outcome->verdict != Verdict::genuine || has_finding(outcome->verification)) << what;
        });
    EXPECT_GT(read, 10);
}

}  // namespace
}  // namespace fivestar::test
