// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::http_answer;

TEST(MetricsCommand, ReplacesTheFileAtomically) {
    constexpr std::string_view page = "# HELP a b\n# TYPE a counter\na 1\n";
    const std::string answer = http_answer(200, "text/plain; version=0.0.4; charset=utf-8", std::string{page});
    EXPECT_EQ(run_on(answer, {"metrics"}).output, page);

    const test::TemporaryDirectory folder;
    const std::filesystem::path file = folder.path() / "fivestard.prom";
    std::ofstream{file} << "what was there";
    ProgramResult result = run_on(answer, {"metrics", "--textfile", file.string()});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_EQ(result.output, "");
    const auto content = [&] {
        std::ifstream input{file};
        return std::string{std::istreambuf_iterator<char>{input}, {}};
    };
    EXPECT_EQ(content(), page);
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms{0644});
    result = run_on(http_answer(403, problem, R"({"code":"not_granted"})"), {"metrics", "--textfile", file.string()});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(content(), page) << "the last good page stays";
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder.path()}, {}), 1) << "nothing is left beside it";
    const std::string elsewhere = folder.path() / "none/fivestard.prom";
    EXPECT_EQ(run_on(answer, {"metrics", "--textfile", elsewhere}).exit_code, 3);
}

}  // namespace
}  // namespace fivestar::cli
