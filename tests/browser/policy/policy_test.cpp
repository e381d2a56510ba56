// SPDX-License-Identifier: Apache-2.0
#include "browser/policy/policy.hpp"

#include "tests/support/temporary_directory.hpp"

#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

using testing::HasSubstr;

class PolicyTest : public testing::Test {
  protected:
    void write(const std::string& name, std::string_view text, mode_t mode = 0644) const {
        const auto path = directory_.path() / name;
        std::ofstream{path} << text;
        ::chmod(path.c_str(), mode);
    }
    [[nodiscard]] std::expected<Policy, std::string> load() const { return load_policy(directory_.path(), ::getuid()); }
    [[nodiscard]] std::string fault() const {
        const auto policy = load();
        return policy ? "" : policy.error();
    }
    const test::TemporaryDirectory directory_;
};

TEST_F(PolicyTest, ReadsEveryFile) {
    write("20-tickets.toml", R"(
        [[origin]]
        origin = "http://192.168.1.5:8080"
        fields = ["document.number_masked", "compare.holder.names"]
        consent = "always"
        localhost = true)");
    write("10-pms.toml", R"(
        browsers = ["/opt/browser/browser"]
        [[origin]]
        origin = "https://pms.example"
        readers = ["desk-*"]
        fields = ["holder", "verification"]
        require = ["signature"]
        remember = true)");
    write("notes.txt", "not a policy");
    const auto policy = load();
    ASSERT_TRUE(policy) << policy.error();
    ASSERT_EQ(policy->rules.size(), 2U);
    EXPECT_THAT(policy->browsers, testing::ElementsAre("/opt/browser/browser"));
    const OriginRule* const pms = policy->find("https://pms.example");
    ASSERT_NE(pms, nullptr);
    EXPECT_EQ(pms, policy->rules.data()) << "files are read in the order of their names";
    EXPECT_TRUE(pms->asks_consent);
    EXPECT_TRUE(pms->remembers_consent);
    EXPECT_FALSE(pms->permits_localhost);
    EXPECT_TRUE(policy->find("http://192.168.1.5:8080")->permits_localhost);
    EXPECT_TRUE(pms->permits_reader("desk-1"));
    EXPECT_FALSE(pms->permits_reader("back-office"));
    EXPECT_FALSE(pms->permits_every_reader());
    EXPECT_THAT(pms->require, testing::ElementsAre("signature"));
    const OriginRule* const tickets = policy->find("http://192.168.1.5:8080");
    ASSERT_NE(tickets, nullptr);
    EXPECT_FALSE(tickets->asks_consent);
    EXPECT_TRUE(tickets->permits_every_reader());
}

TEST_F(PolicyTest, FindsOriginsByTheirWholeText) {
    write("a.toml", "[[origin]]\norigin = \"https://pms.example\"\nfields = [\"holder\"]\n");
    const auto policy = load();
    ASSERT_TRUE(policy);
    for (const char* const other :
         {"", "https://pms.example:8443", "http://pms.example", "https://pms.example.evil.example",
          "https://evilpms.example", "https://sub.pms.example", "https://pms.example/"}) {
        EXPECT_EQ(policy->find(other), nullptr) << other;
    }
}

TEST_F(PolicyTest, PermitsAFieldAndWhatIsBelow) {
    const OriginRule rule{.fields = {"holder.names", "compare.holder.birth_date"}};
    EXPECT_TRUE(rule.permits_field("holder.names"));
    EXPECT_TRUE(rule.permits_field("holder.names.latin"));
    EXPECT_FALSE(rule.permits_field("holder"));
    EXPECT_FALSE(rule.permits_field("holder.namesake"));
    EXPECT_FALSE(rule.permits_field("holder.birth_date"));
    EXPECT_TRUE(rule.permits_comparison("holder.birth_date"));
    EXPECT_TRUE(rule.permits_comparison("holder.names"));
    EXPECT_FALSE(rule.permits_comparison("document.number"));
    EXPECT_TRUE(OriginRule{.fields = {"*"}}.permits_field("anything"));
}

TEST_F(PolicyTest, IsEmptyWithoutFilesOrDirectory) {
    EXPECT_TRUE(load()->rules.empty());
    const auto absent = load_policy(directory_.path() / "absent", ::getuid());
    ASSERT_TRUE(absent);
    EXPECT_TRUE(absent->rules.empty());
}

TEST_F(PolicyTest, NamesTheFaultWithItsLine) {
    const std::string good = "[[origin]]\norigin = \"https://a.example\"\nfields = [\"holder\"]\n";
    const std::vector<std::pair<std::string, std::string>> faults{
        {"[[origin]]\norigin = \"https://a.example\"\n", ":1: origin.fields must name"},
        {"[[origin]]\nfields = [\"holder\"]\n", ":1: origin.origin must be"},
        {"[[origin]]\norigin = \"http://a.example\"\nfields = [\"holder\"]\n", ":2: origin.origin must be"},
        {"[[origin]]\norigin = \"https://*.example\"\nfields = [\"holder\"]\n", ":2: origin.origin must be"},
        {good + "consent = \"never\"\n", ":4: origin.consent must be"},
        {good + "consent = \"always\"\nremember = true\n", ":5: origin.remember needs"},
        {good + "localhost = \"yes\"\n", ":4: origin.localhost"},
        {good + "user = \"x\"\n", ":4: unknown key origin.user"},
        {good + "fields = []\n", "fault.toml:4: "},
        {good + good, ":5: origin.origin is named twice"},
        {good + "require = [\"a\\\"b\"]\n", ":4: origin.require holds no name"},
        {"browsers = [\"chromium\"]\n", ":1: browsers must be absolute"},
        {"[[origin]\n", "fault.toml:1: "},
    };
    for (const auto& [text, expected] : faults) {
        write("fault.toml", text);
        EXPECT_THAT(fault(), HasSubstr(expected)) << text;
    }
}

TEST_F(PolicyTest, RefusesFilesThatOthersCanWrite) {
    write("a.toml", "", 0664);
    EXPECT_THAT(fault(), HasSubstr("a.toml: must belong to root"));
    write("a.toml", "", 0646);
    EXPECT_THAT(fault(), HasSubstr("a.toml: must belong to root"));
    write("a.toml", "", 0644);
    EXPECT_EQ(fault(), "");
    EXPECT_THAT(load_policy(directory_.path(), ::getuid() + 1).error(), HasSubstr("must belong to root"));
    ::chmod(directory_.path().c_str(), 0777);
    EXPECT_THAT(fault(), HasSubstr("must belong to root"));
}

TEST_F(PolicyTest, RefusesALink) {
    write("target", "");
    ASSERT_EQ(::symlink((directory_.path() / "target").c_str(), (directory_.path() / "a.toml").c_str()), 0);
    EXPECT_THAT(fault(), HasSubstr("neither a file nor a directory"));
}

}  // namespace
}  // namespace fivestar::browser
