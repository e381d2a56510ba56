// SPDX-License-Identifier: Apache-2.0
// Text for a terminal. Widths are those of Unicode's EastAsianWidth.txt (W and F are two columns).
#include "cli/views/printable.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::cli {
namespace {

std::string shown(std::string_view text) {
    return std::string{printable(text).view()};
}

std::string shown_json(std::string_view text) {
    return std::string{printable_json(text).view()};
}

TEST(Printable, LeavesTextAsItIs) {
    for (const char* text : {"", "SPECIMEN", "范例美", "Ñandú", "𠮷野家", "e\xCC\x81", "😀"})
        EXPECT_EQ(shown(text), text);
}

TEST(Printable, ShowsControlsInsteadOfObeyingThem) {
    EXPECT_EQ(shown(std::string_view{"a\0b", 3}), "a\\u{00}b");
    EXPECT_EQ(shown("\x1B]0;title\x07"), "\\u{1b}]0;title\\u{07}");
    EXPECT_EQ(shown("\r\n\t\x7F"), "\\u{0d}\\u{0a}\\u{09}\\u{7f}");
    EXPECT_EQ(shown("\xC2\x9B"
                    "0m"),
              "\\u{9b}0m");
    EXPECT_EQ(shown("\xE2\x80\xAE"
                    "\xE2\x81\xA6"
                    "\xEF\xBB\xBF"
                    "\xE2\x80\xA8"),
              "\\u{202e}\\u{2066}\\u{feff}\\u{2028}");
    EXPECT_EQ(shown("\xF3\xA0\x81\x81"), "\\u{e0041}");
}

TEST(Printable, ShowsOctetsThatAreNotUtf8) {
    EXPECT_EQ(shown("a\xFF"
                    "b"),
              "a\\x{ff}b");
    EXPECT_EQ(shown("\xE4\xBA"), "\\x{e4}\\x{ba}");             // cut short
    EXPECT_EQ(shown("\xC0\xAF"), "\\x{c0}\\x{af}");             // overlong
    EXPECT_EQ(shown("\xED\xA0\x80"), "\\x{ed}\\x{a0}\\x{80}");  // a surrogate
    EXPECT_EQ(shown("\x9B"
                    "0m"),
              "\\x{9b}0m");  // CSI of an eight-bit terminal
}

TEST(PrintableJson, MeansTheSame) {
    EXPECT_EQ(shown_json("{\n\t\"a\": \"范例\"\r\n}"), "{\n\t\"a\": \"范例\"\r\n}");
    EXPECT_EQ(shown_json("\"\xC2\x9B\x7F\xE2\x80\xAE\""), "\"\\u009b\\u007f\\u202e\"");
    EXPECT_EQ(shown_json("\"\xF3\xA0\x81\x81\""), "\"\\udb40\\udc41\"");  // U+E0041 in UTF-16
    EXPECT_EQ(shown_json("\"\xFF\x1B\""), "\"\\ufffd\\u001b\"");
}

TEST(Columns, AreTwoForWideCharacters) {
    EXPECT_EQ(columns("SPECIMEN"), 8U);
    EXPECT_EQ(columns("范例美"), 6U);
    EXPECT_EQ(columns("五star"), 6U);
    EXPECT_EQ(columns("ＡＢ"), 4U);
    EXPECT_EQ(columns("e\xCC\x81"), 1U);
    EXPECT_EQ(columns("𠮷"), 2U);
    EXPECT_EQ(columns(""), 0U);
}

TEST(Clipped, NeverCutsACharacter) {
    EXPECT_EQ(clipped("范例美", 6), "范例美");
    EXPECT_EQ(clipped("范例美", 5), "范例");
    EXPECT_EQ(clipped("范例美", 1), "");
    EXPECT_EQ(clipped("abc", 2), "ab");
}

}  // namespace
}  // namespace fivestar::cli
