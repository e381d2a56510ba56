// SPDX-License-Identifier: Apache-2.0
// Doc 9303-3 (8th edition) section 6, table A, row by row; where it lets issuers choose, each choice.
#include "identity/mrz/transliteration.hpp"

#include <array>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

struct Row {
    std::u32string_view letters;
    std::string_view text;
};

// The letters of the table that have one transliteration, by what it is.
constexpr std::array rows = {
    Row{U"ÁÀÂÃĂĀĄ", "A"},   Row{U"ĆĈČĊÇ", "C"},      Row{U"ĐĎÐ", "D"}, Row{U"ÉÈÊËĚĖĒĘĔ", "E"}, Row{U"ĜĞĠĢ", "G"},
    Row{U"ĦĤ", "H"},        Row{U"ıÍÌÎÏĨİĪĮĬ", "I"}, Row{U"Ĵ", "J"},   Row{U"Ķ", "K"},         Row{U"ŁĹĽĻĿ", "L"},
    Row{U"ŃŇŅŊ", "N"},      Row{U"ÓÒÔÕŐŌŎ", "O"},    Row{U"ŔŘŖ", "R"}, Row{U"ŚŜŠŞ", "S"},      Row{U"ŦŤŢ", "T"},
    Row{U"ÚÙÛŨŬŰŮŪŲ", "U"}, Row{U"Ŵ", "W"},          Row{U"ÝŶŸ", "Y"}, Row{U"ŹŽŻ", "Z"},       Row{U"Þ", "TH"},
    Row{U"Æ", "AE"},        Row{U"Ĳ", "IJ"},         Row{U"Œ", "OE"},  Row{U"ß", "SS"},
};

TEST(Transliteration, FollowsTheTable) {
    for (const Row& row : rows) {
        for (const char32_t letter : row.letters) {
            for (const Spelling spelling : all_spellings) {
                EXPECT_EQ(transliterated(letter, spelling), row.text) << std::hex << static_cast<unsigned>(letter);
            }
        }
    }
}

TEST(Transliteration, OffersWhatIssuersMayChoose) {
    struct Choice {
        char32_t letter;
        std::string_view plain, recommended, doubled_x;
    };
    for (const Choice& choice :
         {Choice{U'Ä', "A", "AE", "AE"}, Choice{U'Å', "A", "AA", "AA"}, Choice{U'Ö', "O", "OE", "OE"},
          Choice{U'Ø', "O", "OE", "OE"}, Choice{U'Ü', "U", "UE", "UXX"}, Choice{U'Ñ', "N", "N", "NXX"}}) {
        EXPECT_EQ(transliterated(choice.letter, Spelling::plain), choice.plain);
        EXPECT_EQ(transliterated(choice.letter, Spelling::recommended), choice.recommended);
        EXPECT_EQ(transliterated(choice.letter, Spelling::doubled_x), choice.doubled_x);
    }
}

TEST(Transliteration, KnowsSmallLetters) {
    for (const std::u32string_view pair : {U"Ää", U"Ññ", U"Þþ", U"Œœ", U"Ğğ", U"Łł", U"Žž", U"Űű", U"Ÿÿ", U"Zz"}) {
        for (const Spelling spelling : all_spellings) {
            EXPECT_EQ(transliterated(pair[0], spelling), transliterated(pair[1], spelling));
        }
    }
}

TEST(Transliteration, HasNothingForWhatIsNoLetterOfTheTable) {
    for (const char32_t c : {U'0', U'@', U'[', U'`', U'{', U'×', U'÷', U'Ж', U'中', U'\u00BF', U'\u0180', U'\uFFFD',
                             U'\u1EFA', U'\U00020000'}) {
        for (const Spelling spelling : all_spellings) EXPECT_EQ(transliterated(c, spelling), "");
    }
}

}  // namespace
}  // namespace fivestar::identity
