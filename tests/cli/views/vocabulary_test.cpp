// SPDX-License-Identifier: Apache-2.0
// The words for the contract's codes, against the contract's own lists of them.
#include "cli/views/vocabulary.hpp"

#include "tests/support/source_directory.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

boost::json::value contract() {
    std::ifstream file{source_directory() / "daemon/api/openapi.json"};
    return boost::json::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
}

TEST(Vocabulary, KnowsTheCodesOfTheContractInChinese) {
    const boost::json::value document = contract();
    for (const char* const list :
         {"/CheckName/enum", "/Outcome/enum", "/Verdict/enum", "/Document/properties/type/x-extensible-enum",
          "/Sex/enum", "/NumberFault/x-extensible-enum", "/Comparison/properties/result/enum"}) {
        const auto& codes = document.at_pointer(std::string{"/components/schemas"} + list).as_array();
        EXPECT_FALSE(codes.empty());
        for (const boost::json::value& code : codes) {
            const std::string name{code.as_string()};
            const PersonalText chinese = cli::words(name, Language::chinese);
            EXPECT_TRUE(std::ranges::all_of(chinese.view(), [](char c) { return (c & 0x80) != 0 || c == ' '; }))
                << name;
        }
    }
}

TEST(Vocabulary, DerivesEnglishAndUnknownWordsFromTheCode) {
    EXPECT_EQ(cli::words("issuer_unknown", Language::english).view(), "issuer unknown");
    EXPECT_EQ(cli::words("home_return_permit", Language::english).view(),
              "Mainland Travel Permit for Hong Kong and Macao Residents")
        << "the National Immigration Administration's English name";
    EXPECT_EQ(cli::words("a_code_of_tomorrow", Language::chinese).view(), "a code of tomorrow");
    EXPECT_EQ(cli::words("", Language::chinese).view(), "");
    EXPECT_EQ(cli::words("\x1B[31m", Language::chinese).view(), "\\u{1b}[31m");
}

}  // namespace
}  // namespace fivestar::test
