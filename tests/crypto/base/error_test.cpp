// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/error.hpp"

#include <map>
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

TEST(ErrorCodes, HaveAnOriginEach) {
    std::map<ErrorOrigin, std::set<std::string_view>> sorted;
    for (unsigned code = 0; code <= static_cast<unsigned>(ErrorCode::io_failure); ++code) {
        const auto error = static_cast<ErrorCode>(code);
        sorted[origin(error)].insert(to_string(error));
    }
    const std::map<ErrorOrigin, std::set<std::string_view>> expected{
        {ErrorOrigin::link,
         {"card_removed", "card_reset", "reader_lost", "reader_busy", "reader_unresponsive", "service_lost",
          "service_denied", "transport_failure", "deadline_exceeded"}},
        {ErrorOrigin::chip,
         {"unsupported", "access_required", "secure_messaging_failed", "crypto_failure", "invalid_key",
          "signature_mismatch"}},
        {ErrorOrigin::file,
         {"malformed", "trailing_bytes", "limit_exceeded", "unexpected_status", "file_not_found", "access_denied",
          "no_progress"}},
        {ErrorOrigin::module, {"sam_error"}},
        {ErrorOrigin::host, {"cancelled", "invalid_argument", "invalid_configuration", "io_failure"}}};
    EXPECT_EQ(sorted, expected);
}

}  // namespace
}  // namespace fivestar
