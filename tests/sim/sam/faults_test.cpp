// SPDX-License-Identifier: Apache-2.0
// Faults of the simulated SAM_V module: names, positions, damaged frames.
#include "sim/sam/faults.hpp"

#include "sim/sam/frame.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::sim::sam {
namespace {

TEST(SamFaults, HaveUniqueNamesAndPositions) {
    std::vector<std::string_view> names;
    for (const FaultProfile& profile : fault_profiles()) {
        EXPECT_EQ(Fault::parse(profile.name)->profile().kind, profile.kind) << profile.name;
        names.push_back(profile.name);
    }
    std::ranges::sort(names);
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
    for (const CommandName& each : command_names()) {
        EXPECT_TRUE(Fault::parse("silence@" + std::string{each.name} + ":2").has_value()) << each.name;
    }
    for (const char* wrong : {"", "none", "silence@", "silence@0", "silence@read:", "silence@read:0", "silence@write",
                              "silence@1:read", "silence@-1"}) {
        EXPECT_FALSE(Fault::parse(wrong).has_value()) << wrong;
    }
}

TEST(SamFaults, LeaveSomeOutput) {
    const Bytes request = test::hex("AAAAAA9669 0003 2001 22");
    for (const FaultProfile& profile : fault_profiles()) {
        for (const Bytes& answer : {answer_frame(0x90), answer_frame(0x90, Bytes(1284))}) {
            EXPECT_FALSE(damage(profile.kind, answer, request).empty()) << profile.name;
        }
    }
}

}  // namespace
}  // namespace fivestar::sim::sam
