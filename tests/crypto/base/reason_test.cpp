// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/reason.hpp"

#include "tests/support/print_reason.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar {
namespace {

std::vector<Reason> all_reasons() {
    std::vector<Reason> reasons;
    for (auto at = static_cast<unsigned>(Reason::none) + 1; at <= static_cast<unsigned>(Reason::different_documents);
         ++at) {
        reasons.push_back(static_cast<Reason>(at));
    }
    return reasons;
}

TEST(Reason, HasANameOfItsOwn) {
    const auto is_of_a_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    std::set<std::string_view> names;
    for (const Reason reason : all_reasons()) {
        const std::string_view name = to_string(reason);
        EXPECT_FALSE(name.empty()) << static_cast<unsigned>(reason);
        EXPECT_TRUE(std::ranges::all_of(name, is_of_a_name)) << name;
        EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_EQ(reason_by_name(name), reason);
    }
}

TEST(Reason, KeepsTheNamesThatProgramsKnow) {
    EXPECT_EQ(to_string(Reason::none), "");
    EXPECT_EQ(to_string(Reason::malformed), "malformed");
    EXPECT_EQ(to_string(Reason::issuer_unknown), "issuer_unknown");
    EXPECT_EQ(to_string(Reason::different_documents), "different_documents");
    EXPECT_EQ(reason_by_name(""), std::nullopt);
    EXPECT_EQ(reason_by_name("issuer unknown"), std::nullopt);
}

TEST(Reason, OfAnErrorHasTheSameName) {
    for (const ErrorCode code : {ErrorCode::malformed, ErrorCode::trailing_bytes, ErrorCode::limit_exceeded,
                                 ErrorCode::unsupported, ErrorCode::io_failure}) {
        EXPECT_EQ(to_string(reason_of(code)), to_string(code));
    }
    EXPECT_EQ(reason_of(ErrorCode::invalid_key), Reason::malformed);
}

}  // namespace
}  // namespace fivestar
