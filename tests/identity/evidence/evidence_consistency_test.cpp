// SPDX-License-Identifier: Apache-2.0
// Evidence that somebody changed, member by member: it is no evidence any more, or contradicts itself, or a check says
// so. Nothing that is changed may be taken for genuine.
#include "identity/evidence/evidence_consistency.hpp"

#include "crypto/base/text.hpp"
#include "tests/daemon/api/evidence_of.hpp"
#include "tests/daemon/api/written_evidence.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;

/// The evidence file around another statement.
std::string with_statement(const std::string& text, const json::value& statement) {
    json::value file = json::parse(text);
    file.as_object()["statement"] = json::serialize(statement);
    return json::serialize(file);
}

json::value statement_of(const std::string& text) {
    return json::parse(json::parse(text).at("statement").as_string());
}

/// Pointers to everything that is no object and no array.
void collect_leaves(const json::value& value, const std::string& pointer, std::vector<std::string>& leaves) {
    if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            collect_leaves(member.value(), pointer + "/" + std::string{member.key()}, leaves);
        }
    } else if (const auto* array = value.if_array()) {
        for (std::size_t at = 0; at < array->size(); ++at) {
            collect_leaves((*array)[at], pointer + "/" + std::to_string(at), leaves);
        }
    } else {
        leaves.push_back(pointer);
    }
}

json::value& leaf_at(json::value& value, const std::string& pointer) {
    json::error_code error;
    return *value.find_pointer(pointer, error);
}

/// Other values that the format allows in its place, as far as there are any.
std::vector<json::value> changes_of(const json::value& leaf) {
    if (const auto* number = leaf.if_int64()) return {*number + 1, 0, -1};
    if (const auto* flag = leaf.if_bool()) return {!*flag};
    if (leaf.is_null()) return {"AAAA", "passed", "active", json::object{}};
    const std::string text{leaf.as_string()};
    std::vector<json::value> changes;
    changes.emplace_back(nullptr);
    changes.emplace_back(text + "A");
    for (const char* other : {"passed",
                              "failed",
                              "not_performed",
                              "genuine",
                              "unverified",
                              "not_genuine",
                              "emrtd",
                              "lds",
                              "sam",
                              "sha1",
                              "sha384",
                              "read",
                              "not_asked",
                              "refused",
                              "absent",
                              "unreadable",
                              "none",
                              "bac",
                              "pace-can",
                              "no_crl",
                              "2025-06-01T11:59:59Z",
                              "0.4.0.127.0.7.2.2.3.2.1"}) {
        if (text != other) changes.emplace_back(other);
    }
    if (auto octets = from_base64(text); octets && !octets->empty()) {
        for (const std::size_t of : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
            Bytes changed = *octets;
            changed[(changed.size() - 1) * of / 8] ^= 0x01U;
            changes.emplace_back(to_base64(changed));
        }
        Bytes shorter = *octets;
        shorter.pop_back();
        changes.emplace_back(to_base64(shorter));
    }
    return changes;
}

/// Calls with each changed evidence file, and what was changed.
void for_each_change(const std::string& text, const std::function<void(const std::string&, const std::string&)>& call) {
    const json::value statement = statement_of(text);
    std::vector<std::string> leaves;
    collect_leaves(statement, "", leaves);
    for (const std::string& pointer : leaves) {
        json::value original = statement;
        for (const json::value& change : changes_of(leaf_at(original, pointer))) {
            json::value changed = statement;
            leaf_at(changed, pointer) = change;
            call(with_statement(text, changed), pointer + " = " + json::serialize(change).substr(0, 60));
        }
    }
}

TEST(ManipulatedEvidence, OfADaemonThatIsBelievedIsNeverGenuine) {
    const TestEvidenceKey key;
    const cli::EvidenceKeys keys = key.believed();
    for (const char* persona : {"passport", "passport-pace-only", "passport-plain"}) {
        const std::string text = evidence_of(persona, key.get());
        ASSERT_EQ(verified(text, keys)->verdict, "genuine");
        for_each_change(text, [&](const std::string& changed, const std::string& what) {
            const auto result = verified(changed, keys);
            if (!result) return;
            EXPECT_EQ(result->signature, cli::SignatureVerdict::broken) << persona << what;
            EXPECT_EQ(result->verdict, "not_genuine") << persona << what;
        });
    }
}

// The terminal's findings count for nothing without its signature: a change there cannot make a document better than
// its files prove.
bool is_the_terminals_word(const std::string& what) {
    return what.starts_with("/verification/");
}

/// Less is said, and that it is less is said.
void expect_withheld(const Verified& result) {
    const identity::Check& hashes = result.report.verification[identity::CheckName::data_group_hashes];
    EXPECT_EQ(hashes.data_groups.size(), 5U);
    EXPECT_THAT(hashes.findings, testing::Contains(Reason::file_withheld));
}

TEST(ManipulatedEvidence, ThatNobodySignedIsNeverGenuineWhereItSpeaksOfTheDocument) {
    const std::string text = evidence_of("passport", nullptr);
    ASSERT_EQ(verified(text)->verdict, "genuine");
    int changes = 0;
    for_each_change(text, [&](const std::string& changed, const std::string& what) {
        if (is_the_terminals_word(what)) return;
        ++changes;
        const auto result = verified(changed);
        if (what.ends_with("octets = null") && result) return expect_withheld(*result);
        EXPECT_TRUE(!result || result->verdict != "genuine") << what;
    });
    EXPECT_GT(changes, 300);
}

TEST(ManipulatedEvidence, OfTheTerminalsWordChangesNothingThatIsProved) {
    const std::string text = evidence_of("passport", nullptr);
    const auto sound = verified(text);
    ASSERT_TRUE(sound.has_value());
    for_each_change(text, [&](const std::string& changed, const std::string& what) {
        if (!is_the_terminals_word(what)) return;
        const auto result = verified(changed);
        if (!result || result->verdict != "genuine") return;
        using enum identity::CheckName;
        for (const auto name : {data_group_hashes, signature, certificate_chain, certificate_validity, revocation,
                                algorithm_policy, chip_authenticity, mrz_check_digits}) {
            EXPECT_EQ(result->report.verification[name].outcome, sound->report.verification[name].outcome) << what;
            EXPECT_EQ(result->report.verification[name].method, sound->report.verification[name].method) << what;
        }
    });
}

/// The same evidence without one of its data groups, or without one's octets.
class WithoutAGroup : public testing::TestWithParam<int> {};

TEST_P(WithoutAGroup, IsNotGenuine) {
    const std::string text = evidence_of("passport", nullptr);
    json::value statement = statement_of(text);
    auto& groups = statement.at("data_groups").as_array();
    const auto group =
        std::ranges::find_if(groups, [](const json::value& one) { return one.at("number") == GetParam(); });
    ASSERT_NE(group, groups.end());
    groups.erase(group);
    const auto result = verified(with_statement(text, statement));
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->verdict, "not_genuine");
    EXPECT_EQ(result->report.contradiction, Reason::data_groups_mismatch);
}

INSTANTIATE_TEST_SUITE_P(Numbers, WithoutAGroup, testing::Values(1, 2, 11, 12, 14, 15));

/// A file that the chip withheld, in evidence that was changed to say that nobody requested it.
TEST(WithheldFile, IsNotTakenForOneThatNobodyRequested) {
    SimulatedCard card{"passport", {}, sim::Tampering::dg2_refused};
    const std::string text = written(card.read(evidence_order("passport"), full_trust()).value());
    EXPECT_EQ(verified(text)->verdict, "unverified");
    json::value statement = statement_of(text);
    ASSERT_EQ(statement.at("data_groups").at(1).at("state"), "refused");
    statement.at("data_groups").at(1).as_object()["state"] = "not_asked";
    const auto result = verified(with_statement(text, statement));
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->report.contradiction, Reason::data_groups_mismatch);
    EXPECT_EQ(result->verdict, "not_genuine");
}

// Evidence without the proof of the chip, and that says so, is of a document whose chip is not proved.
TEST(StrippedEvidence, IsUnverified) {
    const std::string text = evidence_of("passport", nullptr);
    json::value statement = statement_of(text);
    statement.as_object()["active_authentication"] = nullptr;
    EXPECT_EQ(verified(with_statement(text, statement))->verdict, "unverified");
}

// The answer of a chip to one read does not fit another's evidence.
TEST(TransplantedAnswer, IsNotGenuine) {
    const std::string first = evidence_of("passport", nullptr);
    const std::string second = evidence_of("passport", nullptr);
    json::value statement = statement_of(first);
    statement.as_object()["active_authentication"] = statement_of(second).at("active_authentication");
    statement.as_object()["read_at"] = "2030-01-01T00:00:00Z";
    const auto result = verified(with_statement(first, statement));
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->report.contradiction, Reason::challenge_not_derived);
    EXPECT_EQ(result->verdict, "not_genuine");
}

}  // namespace
}  // namespace fivestar::test
