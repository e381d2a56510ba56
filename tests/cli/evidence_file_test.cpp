// SPDX-License-Identifier: Apache-2.0
// Files of evidence that are none, or have more in them than a daemon writes.
#include "cli/evidence_file.hpp"

#include "tests/daemon/api/evidence_of.hpp"
#include "tests/daemon/api/written_evidence.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;

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
