// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/pinyin_spelling.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace fivestar::identity {
namespace {

using std::string_view_literals::operator""sv;

/// Initials and finals of the Scheme for the Chinese Phonetic Alphabet (ISO 7098:2015, annex A). Their product has more
/// than the syllables in use, which does no harm here.
constexpr std::array initials{"B"sv, "P"sv, "M"sv, "F"sv,  "D"sv,  "T"sv,  "N"sv, "L"sv, "G"sv, "K"sv, "H"sv, "J"sv,
                              "Q"sv, "X"sv, "R"sv, "ZH"sv, "CH"sv, "SH"sv, "Z"sv, "C"sv, "S"sv, "Y"sv, "W"sv};
constexpr std::array finals{"A"sv,   "O"sv,   "E"sv,   "AI"sv,  "EI"sv,   "AO"sv,  "OU"sv,   "AN"sv,
                            "EN"sv,  "ANG"sv, "ENG"sv, "ONG"sv, "ER"sv,   "I"sv,   "IA"sv,   "IE"sv,
                            "IAO"sv, "IU"sv,  "IAN"sv, "IN"sv,  "IANG"sv, "ING"sv, "IONG"sv, "U"sv,
                            "UA"sv,  "UO"sv,  "UAI"sv, "UI"sv,  "UAN"sv,  "UN"sv,  "UANG"sv, "UE"sv};
/// Finals with ü behind L and N, the longest first.
struct UmlautFinal {
    std::string_view written;
    std::string_view plain;
};
constexpr std::array umlaut_finals{UmlautFinal{"YUE", "UE"}, UmlautFinal{"VE", "UE"}, UmlautFinal{"UXX", "U"},
                                   UmlautFinal{"YU", "U"},   UmlautFinal{"UU", "U"},  UmlautFinal{"V", "U"}};
constexpr std::size_t longest_word = 64;  // letters; a given name of eight syllables has at most 48

bool takes_umlaut(char initial) {
    return initial == 'L' || initial == 'N';
}

/// Marks the ends of all syllables that begin at `at`.
void mark_syllables(std::string_view word, std::size_t at, std::vector<bool>& ends) {
    const std::string_view rest = word.substr(at);
    const auto mark_finals = [&](std::size_t initial) {
        for (const std::string_view final : finals) {
            const bool alone =
                initial == 0 && !final.starts_with('A') && !final.starts_with('O') && !final.starts_with('E');
            if (!alone && rest.substr(initial).starts_with(final)) ends[at + initial + final.size()] = true;
        }
    };
    mark_finals(0);
    for (const std::string_view initial : initials) {
        if (rest.starts_with(initial)) mark_finals(initial.size());
    }
    if (!takes_umlaut(rest.front())) return;
    for (const UmlautFinal& final : umlaut_finals) {
        if (rest.substr(1).starts_with(final.written)) ends[at + 1 + final.written.size()] = true;
    }
}

bool is_pinyin(std::string_view word) {
    std::vector<bool> ends(word.size() + 1);
    ends[0] = true;
    for (std::size_t at = 0; at < word.size(); ++at) {
        if (ends[at]) mark_syllables(word, at, ends);
    }
    return ends[word.size()];
}

bool may_have_umlaut(std::string_view word) {
    return std::ranges::any_of(std::array{"LU"sv, "LV"sv, "LYU"sv, "NU"sv, "NV"sv, "NYU"sv},
                               [&](std::string_view part) { return word.contains(part); });
}

}  // namespace

PersonalText pinyin_spelling(std::string_view word, UmlautE reading) {
    if (word.size() > longest_word || !may_have_umlaut(word) || !is_pinyin(word)) return PersonalText{word};
    PersonalText spelling;
    spelling.reserve(word.size());
    while (!word.empty()) {
        const bool umlaut = takes_umlaut(word.front());
        spelling.push_back(word.front());
        word.remove_prefix(1);
        if (!umlaut) continue;
        if (reading == UmlautE::umlaut && word == "UE") {
            spelling.push_back('U');
            break;
        }
        const auto* const final = std::ranges::find_if(
            umlaut_finals, [&](const UmlautFinal& each) { return word.starts_with(each.written); });
        if (final == umlaut_finals.end()) continue;
        spelling.append(final->plain);
        word.remove_prefix(final->written.size());
    }
    return spelling;
}

}  // namespace fivestar::identity
