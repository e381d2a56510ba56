// SPDX-License-Identifier: Apache-2.0
#include "trust_update/source_state.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using trust_update::parse_source_state;
using trust_update::SourceState;

TEST(SourceState, IsReadAsItWasWritten) {
    const SourceState written{.url = "https://lists.example/a?b='c'",
                              .validators = {.etag = R"(W/"a\b'")", .last_modified = "Mon, 30 Nov 2026 00:00:00 GMT"},
                              .list_digest = "AB",
                              .attempted_at = WallTime{1s},
                              .succeeded_at = WallTime{2s},
                              .failed_at = {},
                              .failure = "timeout",
                              .failures = 3,
                              .next_attempt = WallTime{4s}};
    const SourceState read = parse_source_state(to_text(written));
    EXPECT_EQ(read.url, written.url);
    EXPECT_EQ(read.validators.etag, written.validators.etag);
    EXPECT_EQ(read.validators.last_modified, written.validators.last_modified);
    EXPECT_EQ(read.list_digest, written.list_digest);
    EXPECT_EQ(read.attempted_at, written.attempted_at);
    EXPECT_EQ(read.succeeded_at, written.succeeded_at);
    EXPECT_EQ(read.failed_at, written.failed_at);
    EXPECT_EQ(read.failure, written.failure);
    EXPECT_EQ(read.failures, written.failures);
    EXPECT_EQ(read.next_attempt, written.next_attempt);
}

TEST(SourceState, IsEmptyIfItCannotBeRead) {
    for (const std::string& text :
         {std::string{"url = [\n"}, std::string{"url = 'a'\nunknown = 1\n"},
          "url = 'a'\netag = '" + std::string(257, 'x') + "'\n", std::string{"url = 'a'\nfailures = -1\n"}}) {
        EXPECT_EQ(parse_source_state(text).url, "") << text;
    }
}

}  // namespace
}  // namespace fivestar::test
