// SPDX-License-Identifier: Apache-2.0
#include "cli/views/picture_text.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A red picture, twice as high as wide, on a terminal that these variables describe.
std::string shown_on(std::vector<std::string> variables, PictureRoom room = {.columns = 8, .rows = 4}) {
    std::vector<std::uint8_t> pixels;
    for (int pixel = 0; pixel < 8 * 16; ++pixel) pixels.insert(pixels.end(), {255, 0, 0});
    std::vector<char*> environment;
    for (std::string& variable : variables) environment.push_back(variable.data());
    environment.push_back(nullptr);
    const Picture picture{.width = 8, .height = 16, .pixels = pixels};
    return std::string{picture_text(picture, room, environment.data()).view()};
}

std::size_t lines_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

TEST(PictureText, IsWhatTheTerminalCanShow) {
    EXPECT_THAT(shown_on({"TERM=xterm-kitty"}), HasSubstr("\x1B_G"));
    EXPECT_THAT(shown_on({"TERM=foot"}), HasSubstr("\x1BP"));
    EXPECT_THAT(shown_on({"TERM=xterm", "COLORTERM=truecolor"}), HasSubstr("2;255;0;0"));
    EXPECT_THAT(shown_on({"TERM=xterm"}), HasSubstr("8;5;196"));
    for (const char* terminal : {"TERM=linux", "TERM=unheard-of", "TERM=", "TERMINFO=none"}) {
        EXPECT_THAT(shown_on({terminal}), Not(HasSubstr("\x1B_G"))) << terminal;
        EXPECT_THAT(shown_on({terminal}), Not(HasSubstr("\x1BP"))) << terminal;
    }
}

TEST(PictureText, KeepsItsProportionsAndItsRoom) {
    // Cells are twice as high as wide: a picture of 8 by 16 pixels fills as many columns as rows.
    EXPECT_EQ(lines_of(shown_on({"TERM=xterm"}, {.columns = 8, .rows = 4})), 4U);
    EXPECT_EQ(lines_of(shown_on({"TERM=xterm"}, {.columns = 3, .rows = 24})), 3U);
    EXPECT_EQ(lines_of(shown_on({"TERM=xterm"}, {.columns = 1, .rows = 1})), 1U);
}

/// Found by fuzzing: libchafa 1.12 divides by zero there.
TEST(PictureText, IsNoSixelWhereNoneHasRoom) {
    EXPECT_THAT(shown_on({"TERM=foot"}, {.columns = 4, .rows = 1, .cell_width = 2, .cell_height = 4}),
                Not(HasSubstr("\x1BP")));
}

}  // namespace
}  // namespace fivestar::cli
