// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/content_negotiation.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using daemon::accept_quality;
using daemon::best_offer;

TEST(Accept, TheMostSpecificRangeDecides) {
    // The example of RFC 9110 §12.5.1, in thousandths.
    constexpr std::string_view accept =
        "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5";
    EXPECT_EQ(accept_quality(accept, "text/html"), 300U);
    EXPECT_EQ(accept_quality(accept, "image/jpeg"), 500U);
    EXPECT_EQ(accept_quality(accept, "text/plain"), 700U);
}

TEST(Accept, NoHeaderAcceptsAll) {
    EXPECT_EQ(accept_quality(std::nullopt, "image/jpeg"), 1000U);
    EXPECT_EQ(accept_quality("", "image/jpeg"), 1000U);
    EXPECT_EQ(accept_quality("  ", "image/jpeg"), 1000U);
}

TEST(Accept, ReadsQualities) {
    const std::array<std::pair<std::string_view, unsigned>, 12> cases = {{{"a/b", 1000},
                                                                          {"a/b;q=1", 1000},
                                                                          {"a/b; q=0.001", 1},
                                                                          {"A/B ;Q=0.25", 250},
                                                                          {"a/b;q=0", 0},
                                                                          {"a/b;q=0.", 0},
                                                                          {"a/b;q=1.001", 0},
                                                                          {"a/b;q=2", 0},
                                                                          {"a/b;q=x", 0},
                                                                          {"a/b;q", 0},
                                                                          {"a/b;q=0.1234", 0},
                                                                          {",,;,;;q=", 0}}};
    for (const auto& [accept, quality] : cases) EXPECT_EQ(accept_quality(accept, "a/b"), quality) << accept;
}

TEST(Accept, ChoosesTheBestOfferAndTheFirstOfEquals) {
    constexpr std::array<std::string_view, 2> offers = {"application/json", "text/event-stream"};
    EXPECT_EQ(best_offer(std::nullopt, offers), "application/json");
    EXPECT_EQ(best_offer("*/*", offers), "application/json");
    EXPECT_EQ(best_offer("text/event-stream", offers), "text/event-stream");
    EXPECT_EQ(best_offer("application/*;q=0.5, text/event-stream", offers), "text/event-stream");
    EXPECT_EQ(best_offer("*/*, application/json;q=0", offers), "text/event-stream");
    EXPECT_EQ(best_offer("image/png", offers), std::nullopt);
    EXPECT_EQ(best_offer("application/jso", offers), std::nullopt);
}

TEST(MediaType, IgnoresCaseAndParameters) {
    EXPECT_TRUE(daemon::is_media_type("Application/JSON ; charset=utf-8", "application/json"));
    EXPECT_FALSE(daemon::is_media_type("application/jsonx", "application/json"));
    EXPECT_FALSE(daemon::is_media_type("", "application/json"));
}

// RFC 9110 §12.5.4 and its example ("da, en-gb;q=0.8, en;q=0.7"), RFC 4647 §3.4.
TEST(AcceptLanguage, ChoosesChineseOnlyIfItIsPreferred) {
    EXPECT_EQ(daemon::preferred_language(std::nullopt), Language::english);
    for (const std::string_view list :
         {"", "en", "da, en-gb;q=0.8, en;q=0.7", "*", "zh;q=0", "zh;q=0.5, en", "en, zh", "en-US, zh-CN", "zhx", "x-zh",
          "fr-zh", "zh;q=2", "zh;q=x", ",;,;;q=", "zh;q=0, *;q=0.1", "*, zh;q=0.5"}) {
        EXPECT_EQ(daemon::preferred_language(list), Language::english) << list;
    }
    for (const std::string_view list : {"zh", "ZH-hans-CN", "zh-CN,zh;q=0.9,en;q=0.8", "en;q=0.3, zh-TW;q=0.4",
                                        "zh;q=0.2", "zh;q=0.1, zh-CN;q=0.9, en;q=0.5", "en;q=0, *", "fr, zh;q=0.001"}) {
        EXPECT_EQ(daemon::preferred_language(list), Language::chinese) << list;
    }
}

}  // namespace
}  // namespace fivestar::test
