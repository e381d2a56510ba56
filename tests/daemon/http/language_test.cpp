// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/language.hpp"

#include <optional>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

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
