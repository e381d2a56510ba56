// SPDX-License-Identifier: Apache-2.0
// Status codes of a security module become problems of docs/API.md.
#include "daemon/api/sam_problem.hpp"

#include "daemon/api/read_problem.hpp"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

TEST(ReadProblem, ExplainsTheCodeOfTheSecurityModule) {
    // The codes of GA/T 467 that end a read; FF stands for a module that does not answer.
    for (const unsigned code :
         {0x10U, 0x11U, 0x21U, 0x24U, 0x31U, 0x32U, 0x33U, 0x40U, 0x41U, 0x47U, 0x60U, 0x66U, 0x80U, 0x81U, 0xFFU}) {
        const Problem problem =
            read_problem({ErrorCode::sam_error, 0x6F00, "read_sam_stream", static_cast<std::uint8_t>(code)}, "r");
        EXPECT_EQ(problem.module_code, code);
        EXPECT_FALSE(problem.detail.en.empty() || problem.detail.zh.empty()) << code;
    }
    const Problem problem = read_problem({ErrorCode::sam_error, 0x6982, "read_sam_stream", 0x32}, "r");
    EXPECT_EQ(to_json(problem, Language::english).at("module_code"), "32");
    EXPECT_EQ(problem.sw, 0x6982);
    EXPECT_FALSE(read_problem({ErrorCode::sam_error, 0x6F00, "read_sam_stream"}, "r").module_code);
    EXPECT_TRUE(read_problem({ErrorCode::sam_error, 0x6F00, "read_sam_stream", 0x77}, "r").detail.empty());
}

TEST(ReadProblem, AsksToLiftACardThatTheModuleHasRead) {
    EXPECT_EQ(read_problem({ErrorCode::card_removed, 0x6985, "read_sam_stream"}, "r").detail.en,
              "The card must be lifted and presented again.");
    EXPECT_TRUE(read_problem({ErrorCode::card_removed}, "r").detail.empty());
}

}  // namespace
}  // namespace fivestar::daemon
