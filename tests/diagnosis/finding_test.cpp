// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/finding.hpp"

#include <set>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace fivestar::diagnosis {
namespace {

TEST(Explanation, IsUniqueForEachCauseInBothLanguages) {
    std::set<std::string_view> codes;
    for (std::size_t index = 0; index < cause_count; ++index) {
        const Explanation& explanation = explanation_of(static_cast<Cause>(index));
        EXPECT_TRUE(codes.insert(explanation.code).second) << explanation.code;
        for (const Phrase& phrase : {explanation.title, explanation.remedy}) {
            EXPECT_FALSE(phrase.en.empty() || phrase.zh.empty()) << explanation.code;
        }
        EXPECT_NE(explanation.title.en, explanation.title.zh) << explanation.code;
    }
    EXPECT_EQ(explanation_of(Cause::localhost_unused).code, "localhost_unused") << "the last";
    EXPECT_EQ(explanation_of(Cause::pcscd_not_running).code, "pcscd_not_running");
}

TEST(Finding, IsJsonInTheRequestedLanguage) {
    EXPECT_EQ(to_json({Cause::pcscd_open, "/run/p"}, Language::english), boost::json::parse(R"({"code": "pcscd_open",
        "severity": "warning", "title": "Every user of this machine can reach pcscd, and with it each card, past all grants.",
        "remedy": "fivestar-restrict-pcscd enable", "detail": "/run/p"})"));
    const auto chinese = to_json({Cause::trust_empty}, Language::chinese);
    EXPECT_EQ(chinese.at("title"), "没有加载任何信任锚：没有卡片能被判定为真实。");
    EXPECT_EQ(chinese.at("severity"), "error");
    EXPECT_FALSE(chinese.contains("detail"));
}

}  // namespace
}  // namespace fivestar::diagnosis
