// SPDX-License-Identifier: Apache-2.0
// Evidence that somebody changed, member by member: it is no evidence any more, or contradicts itself, or a check says
// so. Nothing that is changed may be taken for genuine.
#include "crypto/base/text.hpp"
#include "tests/daemon/api/written_evidence.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <algorithm>
#include <array>
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

std::string evidence_of(const std::string& persona, const daemon::EvidenceKey* key) {
    SimulatedCard card{persona};
    return written(card.read(evidence_order(persona), full_trust()).value(), key);
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

class EvidenceFileText : public testing::Test {
  protected:
    const std::string text_ = evidence_of("passport-plain", nullptr);

    [[nodiscard]] static ErrorCode refused(std::string_view text) {
        const auto file = cli::parse_evidence_file(text);
        return file ? ErrorCode::cancelled : file.error().code;
    }
    /// The file around a statement that is this text.
    [[nodiscard]] std::string around(const std::string& statement) const {
        json::value file = json::parse(text_);
        file.as_object()["statement"] = statement;
        return json::serialize(file);
    }
    [[nodiscard]] std::string statement_text() const {
        return std::string{json::parse(text_).at("statement").as_string()};
    }
};

TEST_F(EvidenceFileText, IsNoneUnlessItIsComplete) {
    EXPECT_EQ(refused(""), ErrorCode::malformed);
    EXPECT_EQ(refused("null"), ErrorCode::malformed);
    EXPECT_EQ(refused("[]"), ErrorCode::malformed);
    EXPECT_EQ(refused("{}"), ErrorCode::malformed);
    EXPECT_EQ(refused(text_ + "{}"), ErrorCode::malformed);
    EXPECT_EQ(refused(text_.substr(0, text_.size() / 2)), ErrorCode::malformed);
    EXPECT_EQ(refused(std::string(cli::max_evidence_octets + 1, ' ')), ErrorCode::limit_exceeded);
    for (const char* member : {"version", "statement", "signature"}) {
        json::value file = json::parse(text_);
        file.as_object().erase(member);
        EXPECT_EQ(refused(json::serialize(file)), ErrorCode::malformed) << member;
    }
    json::value file = json::parse(text_);
    file.as_object()["version"] = 2;
    EXPECT_EQ(refused(json::serialize(file)), ErrorCode::unsupported);
}

TEST_F(EvidenceFileText, MayBeWrittenAnewAroundItsStatement) {
    json::value file = json::parse(text_);
    const std::string spread =
        "\n{ \"signature\" : null,\n \"version\": 1, \"statement\":" + json::serialize(file.at("statement")) + "}\n";
    ASSERT_TRUE(verified(spread).has_value());
    EXPECT_EQ(verified(spread)->verdict, "genuine");
}

TEST_F(EvidenceFileText, HasAStatementExactlyAsADaemonWritesIt) {
    const std::string statement = statement_text();
    EXPECT_EQ(refused(around(statement + " ")), ErrorCode::malformed);
    EXPECT_EQ(refused(around(" " + statement)), ErrorCode::malformed);
    // A member twice: two readers could each take another.
    EXPECT_EQ(refused(around(R"({"format":"fivestar-evidence",)" + statement.substr(1))), ErrorCode::malformed);
    EXPECT_EQ(refused(around(statement.substr(0, statement.size() - 1) + R"(,"more":1})")), ErrorCode::malformed);
    const json::value parsed = json::parse(statement);
    for (const auto& member : parsed.as_object()) {
        json::value without = parsed;
        without.as_object().erase(member.key());
        EXPECT_EQ(refused(around(json::serialize(without))), ErrorCode::malformed) << std::string{member.key()};
    }
}

TEST_F(EvidenceFileText, KeepsACodeOfAnotherVersion) {
    json::value statement = json::parse(statement_text());
    auto& check = statement.at("verification").at("checks").as_array().front();
    check.at("findings") = json::array{"sha1", "of_a_newer_version"};
    const auto file = cli::parse_evidence_file(around(json::serialize(statement)));
    ASSERT_TRUE(file);
    const auto& findings = file->evidence.claimed[identity::CheckName::access].findings;
    EXPECT_THAT(findings, testing::ElementsAre(Reason::sha1, identity::ReasonCode::parse("of_a_newer_version")));
    EXPECT_EQ(to_string(findings[1]), "of_a_newer_version");
}

TEST_F(EvidenceFileText, HasItsBounds) {
    const json::value parsed = json::parse(statement_text());
    for (const char* read_at : {"1969-12-31T23:59:59Z", "2201-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
                                "2025-02-30T00:00:00Z", "2025-06-01T24:00:00Z", "2025-06-01 12:00:00Z"}) {
        json::value at_another_time = parsed;
        at_another_time.as_object()["read_at"] = read_at;
        EXPECT_EQ(refused(around(json::serialize(at_another_time))), ErrorCode::malformed) << read_at;
    }
    json::value groups = parsed;
    auto& list = groups.at("data_groups").as_array();
    const json::value first = list.front();
    list.insert(list.begin(), first);
    EXPECT_EQ(refused(around(json::serialize(groups))), ErrorCode::malformed) << "a group twice";
    for (int count = 0; count < 20; ++count) list.push_back(first);
    EXPECT_EQ(refused(around(json::serialize(groups))), ErrorCode::malformed);
    json::value findings = parsed;
    auto& check = findings.at("verification").at("checks").as_array().front();
    check.at("findings") = json::array(cli::max_evidence_findings + 1, json::value("sha1"));
    EXPECT_EQ(refused(around(json::serialize(findings))), ErrorCode::malformed);
    check.at("findings") = json::array{std::string(cli::max_evidence_word + 1, 'a')};
    EXPECT_EQ(refused(around(json::serialize(findings))), ErrorCode::malformed);
    check.at("findings") = json::array{"\x1b[2J"};
    EXPECT_EQ(refused(around(json::serialize(findings))), ErrorCode::malformed);
}

}  // namespace
}  // namespace fivestar::test
