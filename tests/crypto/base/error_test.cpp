#include "crypto/base/error.hpp"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar {
namespace {

TEST(ErrorCodes, HaveNamesOfTheirOwn) {
    std::set<std::string_view> names;
    const auto last = static_cast<unsigned>(ErrorCode::io_failure);
    for (unsigned code = 0; code <= last; ++code) {
        const std::string_view name = to_string(static_cast<ErrorCode>(code));
        EXPECT_NE(name, "unknown");
        EXPECT_TRUE(names.insert(name).second) << name;
    }
}

}  // namespace
}  // namespace fivestar
