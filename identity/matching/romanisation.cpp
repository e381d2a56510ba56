// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/romanisation.hpp"

#include "crypto/base/utf8.hpp"
#include "identity/name_folding.hpp"

#include <algorithm>
#include <cstddef>

namespace fivestar::identity {
namespace {

struct RomanLetter {
    char32_t letter;  ///< small
    std::string_view text;
};

/// U+0430 to U+044F, А to Я. Ь is in no row of the table: it is not written.
constexpr std::array<std::string_view, 32> basic_cyrillic{
    "A", "B", "V", "G", "D", "E",  "ZH", "Z",  "I",  "I",    "K",  "L", "M", "N", "O",  "P",
    "R", "S", "T", "U", "F", "KH", "TS", "CH", "SH", "SHCH", "IE", "Y", "",  "E", "IU", "IA"};

/// The further rows of table B. U+0453 and U+045B, Ѓ and Ћ, are in no row; Ћ is the C of table A's Ć.
constexpr std::array further_cyrillic{
    RomanLetter{0x451, "E"},  RomanLetter{0x452, "D"},  RomanLetter{0x453, "G"}, RomanLetter{0x454, "IE"},
    RomanLetter{0x455, "DZ"}, RomanLetter{0x456, "I"},  RomanLetter{0x457, "I"}, RomanLetter{0x458, "J"},
    RomanLetter{0x459, "LJ"}, RomanLetter{0x45A, "NJ"}, RomanLetter{0x45B, "C"}, RomanLetter{0x45C, "K"},
    RomanLetter{0x45E, "U"},  RomanLetter{0x45F, "DZ"}, RomanLetter{0x46B, "U"}, RomanLetter{0x475, "Y"},
    RomanLetter{0x491, "G"},  RomanLetter{0x493, "G"},  RomanLetter{0x4BB, "C"},
};

struct CyrillicException {
    Romanisation rules;
    char32_t letter;
    std::string_view text;
    bool at_beginning = false;  ///< of a word only
};

/// The table gives GJ to U+0492, a letter that Macedonian does not have; its Ѓ is U+0453.
constexpr CyrillicException cyrillic_exceptions[] = {
    {Romanisation::belarusian, U'ё', "IO"},      {Romanisation::belarusian, U'г', "H"},
    {Romanisation::ukrainian, U'є', "YE", true}, {Romanisation::ukrainian, U'ї', "YI", true},
    {Romanisation::ukrainian, U'й', "Y", true},  {Romanisation::ukrainian, U'ю', "YU", true},
    {Romanisation::ukrainian, U'я', "YA", true}, {Romanisation::ukrainian, U'г', "H"},
    {Romanisation::ukrainian, U'и', "Y"},        {Romanisation::serbian, U'г', "H"},
    {Romanisation::serbian, U'ж', "Z"},          {Romanisation::serbian, U'х', "H"},
    {Romanisation::serbian, U'ц', "C"},          {Romanisation::serbian, U'ч', "C"},
    {Romanisation::serbian, U'ш', "S"},          {Romanisation::macedonian, U'ѓ', "GJ"},
    {Romanisation::macedonian, U'ғ', "GJ"},      {Romanisation::macedonian, U'ќ', "KJ"},
    {Romanisation::macedonian, U'х', "H"},       {Romanisation::macedonian, U'ц', "C"},
    {Romanisation::macedonian, U'џ', "DJ"},      {Romanisation::bulgarian, U'щ', "SHT"},
    {Romanisation::bulgarian_law, U'й', "Y"},    {Romanisation::bulgarian_law, U'х', "H"},
    {Romanisation::bulgarian_law, U'щ', "SHT"},  {Romanisation::bulgarian_law, U'ъ', "A"},
    {Romanisation::bulgarian_law, U'ь', "Y"},    {Romanisation::bulgarian_law, U'ю', "YU"},
    {Romanisation::bulgarian_law, U'я', "YA"},
};

constexpr char32_t teh_marbuta = 0x629;
constexpr char32_t shadda = 0x651;

/// Table C, but for teh marbuta and shadda. An empty text is "not encoded". The table's four obsolete letters are left
/// out: a name without them would be another one. U+06A4 and U+06A5 are of appendix B.
constexpr std::array arabic_letters{
    RomanLetter{0x621, "XE"},  RomanLetter{0x622, "XAA"}, RomanLetter{0x623, "XAE"}, RomanLetter{0x624, "U"},
    RomanLetter{0x625, "I"},   RomanLetter{0x626, "XI"},  RomanLetter{0x627, "A"},   RomanLetter{0x628, "B"},
    RomanLetter{0x62A, "T"},   RomanLetter{0x62B, "XTH"}, RomanLetter{0x62C, "J"},   RomanLetter{0x62D, "XH"},
    RomanLetter{0x62E, "XKH"}, RomanLetter{0x62F, "D"},   RomanLetter{0x630, "XDH"}, RomanLetter{0x631, "R"},
    RomanLetter{0x632, "Z"},   RomanLetter{0x633, "S"},   RomanLetter{0x634, "XSH"}, RomanLetter{0x635, "XSS"},
    RomanLetter{0x636, "XDZ"}, RomanLetter{0x637, "XTT"}, RomanLetter{0x638, "XZZ"}, RomanLetter{0x639, "E"},
    RomanLetter{0x63A, "G"},   RomanLetter{0x640, ""},    RomanLetter{0x641, "F"},   RomanLetter{0x642, "Q"},
    RomanLetter{0x643, "K"},   RomanLetter{0x644, "L"},   RomanLetter{0x645, "M"},   RomanLetter{0x646, "N"},
    RomanLetter{0x647, "H"},   RomanLetter{0x648, "W"},   RomanLetter{0x649, "XAY"}, RomanLetter{0x64A, "Y"},
    RomanLetter{0x64B, ""},    RomanLetter{0x64C, ""},    RomanLetter{0x64D, ""},    RomanLetter{0x64E, ""},
    RomanLetter{0x64F, ""},    RomanLetter{0x650, ""},    RomanLetter{0x652, ""},    RomanLetter{0x670, ""},
    RomanLetter{0x671, "XXA"}, RomanLetter{0x679, "XXT"}, RomanLetter{0x67C, "XRT"}, RomanLetter{0x67E, "P"},
    RomanLetter{0x681, "XKE"}, RomanLetter{0x685, "XXH"}, RomanLetter{0x686, "XC"},  RomanLetter{0x688, "XXD"},
    RomanLetter{0x689, "XDR"}, RomanLetter{0x691, "XXR"}, RomanLetter{0x693, "XRR"}, RomanLetter{0x696, "XRX"},
    RomanLetter{0x698, "XJ"},  RomanLetter{0x69A, "XXS"}, RomanLetter{0x6A4, "V"},   RomanLetter{0x6A5, "XF"},
    RomanLetter{0x6A9, "XKK"}, RomanLetter{0x6AB, "XXK"}, RomanLetter{0x6AD, "XNG"}, RomanLetter{0x6AF, "XGG"},
    RomanLetter{0x6BA, "XNN"}, RomanLetter{0x6BC, "XXN"}, RomanLetter{0x6BE, "XDO"}, RomanLetter{0x6C0, "XYH"},
    RomanLetter{0x6C1, "XXG"}, RomanLetter{0x6C2, "XGE"}, RomanLetter{0x6C3, "XTG"}, RomanLetter{0x6CC, "XYA"},
    RomanLetter{0x6CD, "XXY"}, RomanLetter{0x6D0, "Y"},   RomanLetter{0x6D2, "XYB"}, RomanLetter{0x6D3, "XBE"},
};
static_assert(std::ranges::is_sorted(further_cyrillic, {}, &RomanLetter::letter), "it is searched by halves");
static_assert(std::ranges::is_sorted(arabic_letters, {}, &RomanLetter::letter), "it is searched by halves");

std::optional<std::string_view> find_in(const auto& table, char32_t letter) {
    const auto* const found = std::ranges::lower_bound(table, letter, {}, &RomanLetter::letter);
    if (found == table.end() || found->letter != letter) return std::nullopt;
    return found->text;
}

std::optional<std::string_view> cyrillic_letter(char32_t letter, Romanisation rules, bool at_beginning) {
    if (rules == Romanisation::serbian_with_g && letter != U'г') rules = Romanisation::serbian;
    for (const CyrillicException& exception : cyrillic_exceptions) {
        if (exception.rules == rules && exception.letter == letter && (at_beginning || !exception.at_beginning)) {
            return exception.text;
        }
    }
    constexpr char32_t first = U'а';
    if (letter >= first && letter < first + basic_cyrillic.size()) return basic_cyrillic.at(letter - first);
    return find_in(further_cyrillic, letter);
}

std::optional<PersonalText> romanised_cyrillic(const CodePoints& word, Romanisation rules) {
    PersonalText text;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const bool is_at_beginning = at == 0;
        auto letters = cyrillic_letter(word[at], rules, is_at_beginning);
        if (!letters) letters = cyrillic_letter(without_mark(word[at]), rules, is_at_beginning);
        // The act of 2009: -ия at the end of a name is -ia.
        const bool is_final_ia = rules == Romanisation::bulgarian_law && at != 0 && at + 1 == word.size() &&
                                 word[at] == U'я' && word[at - 1] == U'и';
        if (is_final_ia) letters = "A";
        if (!letters) return std::nullopt;
        text.append(*letters);
    }
    return text;
}

std::optional<PersonalText> romanised_arabic(const CodePoints& word) {
    PersonalText text;
    std::string_view last;
    for (std::size_t at = 0; at < word.size(); ++at) {
        auto letters = find_in(arabic_letters, word[at]);
        if (word[at] == shadda) {
            letters = last;
        } else if (word[at] == teh_marbuta) {
            const bool is_last = std::all_of(word.begin() + static_cast<std::ptrdiff_t>(at) + 1, word.end(), is_mark);
            letters = is_last ? "XAH" : "XTA";
        }
        if (!letters) return std::nullopt;
        text.append(*letters);
        if (!letters->empty()) last = *letters;
    }
    return text;
}

}  // namespace

std::optional<PersonalText> romanised(std::string_view word, Romanisation rules) {
    CodePoints letters;
    letters.reserve(word.size());
    for_each_code_point(word, [&](char32_t c) { letters.push_back(c); });
    return rules == Romanisation::arabic ? romanised_arabic(letters) : romanised_cyrillic(letters, rules);
}

}  // namespace fivestar::identity
