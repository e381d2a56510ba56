// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::run_fivestarctl;
using testing::HasSubstr;
using testing::Not;

TEST(Arguments, NeverTakeOrRepeatAKey) {
    const std::string key = "918273";
    const std::vector<std::vector<std::string>> misuses{
        {"read", "--can", key},
        {"read", "--can=" + key},
        {"read", "--mrz", key},
        {"read", "--document-number", key, "--birth-date", "-", "--expiry-date", "-"},
        {"read", "--document-number", "-", "--birth-date", "-"},
        {"read", "--expiry-date", "-"},
        {"read", "--scanned", "--can", "-"},
        {"read", "--scanned", "--document-number", "-", "--birth-date", "-", "--expiry-date", "-"},
        {"read", "--scanned", key},
        {"read", key},
        {"read", "--wait", key},
        {"read", "--can" + key},
        {"read", "--can", "-" + key},
        {"delete", "/" + key},
        {key}};
    for (const auto& arguments : misuses) {
        const ProgramResult result = run_fivestarctl(arguments, "123456\n");
        EXPECT_EQ(result.exit_code, 64);
        EXPECT_THAT(result.output + result.errors, Not(HasSubstr(key)));
        EXPECT_THAT(result.errors, HasSubstr("--help"));
    }
}

TEST(Arguments, ShowHelpAndVersion) {
    const ProgramResult help = run_fivestarctl({"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.output, HasSubstr("whoami"));
    EXPECT_THAT(run_fivestarctl({"read", "--help"}).output, HasSubstr("--portrait"));
    EXPECT_THAT(run_fivestarctl({"--version"}).output, HasSubstr("fivestarctl 0."));
    EXPECT_EQ(run_fivestarctl({}).exit_code, 64);
    EXPECT_THAT(run_fivestarctl({"raed"}).errors, HasSubstr("there is no such subcommand"));
}

TEST(Arguments, HelpAndVersionAreCommandsToo) {
    EXPECT_EQ(run_fivestarctl({"help"}).output, run_fivestarctl({"--help"}).output);
    EXPECT_EQ(run_fivestarctl({"help", "read"}).output, run_fivestarctl({"read", "--help"}).output);
    EXPECT_EQ(run_fivestarctl({"version"}).output, run_fivestarctl({"--version"}).output);
    const ProgramResult unknown = run_fivestarctl({"help", "docter"});
    EXPECT_EQ(unknown.exit_code, 64);
    EXPECT_THAT(unknown.errors, HasSubstr("did you mean doctor?"));
}

TEST(Arguments, SuggestWhatWasProbablyMeant) {
    EXPECT_THAT(run_fivestarctl({"raeders"}).errors, HasSubstr("did you mean readers?"));
    EXPECT_THAT(run_fivestarctl({"read", "--portrai", "x"}).errors, HasSubstr("did you mean --portrait?"));
    EXPECT_THAT(run_fivestarctl({"nothing-like-it"}).errors, Not(HasSubstr("did you mean")));
}

TEST(Arguments, RefuseAPolicyOutOfRange) {
    const std::vector<std::vector<std::string>> wrong{{"--sha1", "L898902C3"},      {"--sm2-empty-id", "L898902C3"},
                                                      {"--min-rsa-bits", "1023"},   {"--min-rsa-bits", "16385"},
                                                      {"--min-ec-bits", "159"},     {"--min-ec-bits", "522"},
                                                      {"--min-ec-bits", "L898902"}, {"--min-rsa-bits", "-2048"}};
    for (const std::vector<std::string>& option : wrong) {
        const auto ended = run_fivestarctl({"verify", "/dev/null", option[0], option[1]});
        EXPECT_EQ(ended.exit_code, 64) << option[0] << option[1];
        EXPECT_THAT(ended.errors, Not(HasSubstr("L898902"))) << "an argument may be a key in the wrong place";
    }
    for (const std::vector<std::string>& option : std::vector<std::vector<std::string>>{{"--sha1", "refuse"},
                                                                                        {"--sm2-empty-id", "report"},
                                                                                        {"--min-rsa-bits", "3072"},
                                                                                        {"--min-ec-bits", "521"}}) {
        EXPECT_EQ(run_fivestarctl({"verify", "/dev/null", option[0], option[1]}).exit_code, 3) << option[0];
    }
}

}  // namespace
}  // namespace fivestar::cli
