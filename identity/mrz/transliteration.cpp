// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/transliteration.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

struct Letters {
    char32_t first;
    char32_t last;
    std::string_view text;
};

/// Without marks. Both cases are listed, since most lie side by side; beyond the standard's table the letters of
/// Vietnamese and Romanian.
constexpr std::array letters = {
    Letters{0xC0, 0xC5, "A"},     Letters{0xC6, 0xC6, "AE"},     Letters{0xC7, 0xC7, "C"},
    Letters{0xC8, 0xCB, "E"},     Letters{0xCC, 0xCF, "I"},      Letters{0xD0, 0xD0, "D"},
    Letters{0xD1, 0xD1, "N"},     Letters{0xD2, 0xD6, "O"},      Letters{0xD8, 0xD8, "O"},
    Letters{0xD9, 0xDC, "U"},     Letters{0xDD, 0xDD, "Y"},      Letters{0xDE, 0xDE, "TH"},
    Letters{0xDF, 0xDF, "SS"},    Letters{0xE0, 0xE5, "A"},      Letters{0xE6, 0xE6, "AE"},
    Letters{0xE7, 0xE7, "C"},     Letters{0xE8, 0xEB, "E"},      Letters{0xEC, 0xEF, "I"},
    Letters{0xF0, 0xF0, "D"},     Letters{0xF1, 0xF1, "N"},      Letters{0xF2, 0xF6, "O"},
    Letters{0xF8, 0xF8, "O"},     Letters{0xF9, 0xFC, "U"},      Letters{0xFD, 0xFD, "Y"},
    Letters{0xFE, 0xFE, "TH"},    Letters{0xFF, 0xFF, "Y"},      Letters{0x100, 0x105, "A"},
    Letters{0x106, 0x10D, "C"},   Letters{0x10E, 0x111, "D"},    Letters{0x112, 0x11B, "E"},
    Letters{0x11C, 0x123, "G"},   Letters{0x124, 0x127, "H"},    Letters{0x128, 0x131, "I"},
    Letters{0x132, 0x133, "IJ"},  Letters{0x134, 0x135, "J"},    Letters{0x136, 0x137, "K"},
    Letters{0x139, 0x142, "L"},   Letters{0x143, 0x148, "N"},    Letters{0x14A, 0x14B, "N"},
    Letters{0x14C, 0x151, "O"},   Letters{0x152, 0x153, "OE"},   Letters{0x154, 0x159, "R"},
    Letters{0x15A, 0x161, "S"},   Letters{0x162, 0x167, "T"},    Letters{0x168, 0x173, "U"},
    Letters{0x174, 0x175, "W"},   Letters{0x176, 0x178, "Y"},    Letters{0x179, 0x17E, "Z"},
    Letters{0x1A0, 0x1A1, "O"},   Letters{0x1AF, 0x1B0, "U"},    Letters{0x218, 0x219, "S"},
    Letters{0x21A, 0x21B, "T"},   Letters{0x1E9E, 0x1E9E, "SS"}, Letters{0x1EA0, 0x1EB7, "A"},
    Letters{0x1EB8, 0x1EC7, "E"}, Letters{0x1EC8, 0x1ECB, "I"},  Letters{0x1ECC, 0x1EE3, "O"},
    Letters{0x1EE4, 0x1EF1, "U"}, Letters{0x1EF2, 0x1EF9, "Y"},
};
static_assert(std::ranges::is_sorted(letters, {}, &Letters::first), "it is searched by halves");

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Where the standard's table has more than the letter alone; capitals of Latin-1, whose small letters follow by 0x20.
std::string_view exception(char32_t capital, Spelling spelling) {
    switch (capital) {
        case 0xC4:  // Ä
            return "AE";
        case 0xC5:  // Å
            return "AA";
        case 0xD6:  // Ö
        case 0xD8:  // Ø
            return "OE";
        case 0xDC:  // Ü
            return spelling == Spelling::doubled_x ? "UXX" : "UE";
        case 0xD1:  // Ñ
            return spelling == Spelling::doubled_x ? "NXX" : "";
        default:
            return {};
    }
}

char32_t latin1_capital(char32_t letter) {
    return letter >= 0xE0 && letter <= 0xFE ? letter - 0x20 : letter;
}

}  // namespace

std::string_view transliterated(char32_t letter, Spelling spelling) {
    if (letter >= 'a' && letter <= 'z') letter = letter - 'a' + 'A';
    if (letter >= 'A' && letter <= 'Z') return alphabet.substr(letter - 'A', 1);
    if (spelling != Spelling::plain) {
        const std::string_view special = exception(latin1_capital(letter), spelling);
        if (!special.empty()) return special;
    }
    const auto* const after = std::ranges::upper_bound(letters, letter, {}, &Letters::first);
    if (after == letters.begin()) return {};
    const Letters& found = *std::prev(after);
    return letter <= found.last ? found.text : std::string_view{};
}

}  // namespace fivestar::identity
