// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::run_fivestarctl;
using testing::HasSubstr;

TEST(VerifyCommand, RefusesFilesThatAreNotEvidence) {
    const auto verify = [](const std::string& file) {
        return run_fivestarctl({"verify", file, "--trust", std::filesystem::temp_directory_path().string()});
    };
    EXPECT_EQ(verify("/nonexistent").exit_code, 3);
    EXPECT_EQ(verify("/").exit_code, 3);
    EXPECT_EQ(verify("/dev/null").exit_code, 3);
    EXPECT_THAT(verify("/dev/null").errors, HasSubstr("the file is not evidence of a read"));
    EXPECT_EQ(verify("/dev/zero").exit_code, 3);  // and does not read it for ever
    EXPECT_EQ(run_fivestarctl({"verify"}).exit_code, 64);
}

}  // namespace
}  // namespace fivestar::cli
