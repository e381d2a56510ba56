// SPDX-License-Identifier: Apache-2.0
// Two Chinese names of one document. The encodings are those of the Unicode Character Database (15.0) and of GB 18030;
// the dots those of w3c/clreq#512 and any86/any-rule#294.
#include "identity/chinese_name.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(SameChineseNames, DoesNotMindTheEncoding) {
    for (const auto& [one, other] : {std::pair{"李小龙", "\uF9E1小龙"},  // UnicodeData.txt: U+F9E1 is U+674E
                                     {"高行健", "\u2FBC\u2F8F健"},       // Kangxi radicals 189 and 144
                                     {"奕䜣", "奕\uE844"},               // GB 18030, octets FE80
                                     {"刘䶮", "刘\uE863"},               // GB 18030, octets FE9F
                                     {"阿不都·样本", "阿不都\u2027样本"},
                                     {"阿不都·样本", "阿不都\u30FB样本"},
                                     {"阿不都·样本", "阿不都\u02D9样本"},
                                     {"张三", "张\u3000三"},
                                     {"张三", "张\u200B三"}}) {
        EXPECT_EQ(same_chinese_names(one, other), true) << other;
        EXPECT_EQ(same_chinese_names(other, one), true) << other;
    }
}

TEST(SameChineseNames, KnowsWhereTheTextRecordCutsAName) {
    EXPECT_EQ(same_chinese_names("证件样本证件样本证件样本证件样本", "证件样本证件样本证件样本证件样"), true);
    EXPECT_EQ(same_chinese_names("证件样本证件样本证件样本证件样本", "证件样本证件样本证件样本证件"), false);
}

TEST(SameChineseNames, LeavesLostCharactersOpen) {
    EXPECT_EQ(same_chinese_names("张三", "张\uFFFD"), std::nullopt);
    EXPECT_EQ(same_chinese_names("张三", "张\uE000"), std::nullopt);
    EXPECT_EQ(same_chinese_names("张\uFFFD", "张\uFFFD"), std::nullopt) << "two that were lost";
    EXPECT_EQ(same_chinese_names("张三", "李\uFFFD"), false);
}

TEST(SameChineseNames, TellsOtherNamesApart) {
    EXPECT_EQ(same_chinese_names("张三", "张四"), false);
    EXPECT_EQ(same_chinese_names("劉德華", "刘德华"), false) << "traditional and simplified characters";
}

}  // namespace
}  // namespace fivestar::identity
