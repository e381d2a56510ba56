#include "cli/views/picture.hpp"

#include "cli/views/palette.hpp"
#include "cli/views/terminal_graphics.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::cli {
namespace {

std::string ppm(const std::string& head, std::size_t pixels) {
    std::string file = head;
    for (std::size_t at = 0; at < pixels * 3; ++at) file.push_back(static_cast<char>(at));
    return file;
}

TEST(Picture, IsReadFromPpm) {
    const auto picture = parse_ppm(ppm("P6\n2 3\n255\n", 6));
    ASSERT_TRUE(picture.has_value());
    EXPECT_EQ(picture->width(), 2U);
    EXPECT_EQ(picture->height(), 3U);
    EXPECT_EQ(picture->at(0, 0), (Colour{0, 1, 2}));
    EXPECT_EQ(picture->at(1, 2), (Colour{15, 16, 17}));
}

TEST(Picture, IsNothingElse) {
    for (const std::string& file :
         {std::string{}, ppm("P5\n2 3\n255\n", 6), ppm("P6\n2 3\n255\n", 5), ppm("P6\n2 3\n255\n", 7),
          ppm("P6\n2 3\n65535\n", 6), ppm("P6\n0 3\n255\n", 0), ppm("P6\n-2 3\n255\n", 6), ppm("P6\n2\n", 0),
          ppm("P6\n4097 1\n255\n", 4097), ppm("P6\n99999999999999999999 1\n255\n", 1), ppm("P6\n2 3 255", 0)}) {
        EXPECT_FALSE(parse_ppm(file)) << file.substr(0, 20);
    }
}

TEST(Picture, IsMadeToFit) {
    Picture picture{4, 8};
    for (std::size_t y = 0; y < 8; ++y) {
        for (std::size_t x = 0; x < 4; ++x) picture.set(x, y, {static_cast<std::uint8_t>(x < 2 ? 100 : 200), 7, 0});
    }
    const Picture small = fitted(picture, 100, 4);
    EXPECT_EQ(small.width(), 2U);
    EXPECT_EQ(small.height(), 4U);
    EXPECT_EQ(small.at(0, 3), (Colour{100, 7, 0}));
    EXPECT_EQ(small.at(1, 0), (Colour{200, 7, 0}));
    EXPECT_EQ(fitted(picture, 1, 100).at(0, 0), (Colour{150, 7, 0}));
    EXPECT_EQ(fitted(picture, 100, 100).width(), 4U) << "never larger";
}

TEST(Palette, HasTheColoursThemselvesWhereTheyAreFew) {
    Picture picture{3, 1};
    picture.set(0, 0, {255, 0, 0});
    picture.set(1, 0, {0, 255, 0});
    picture.set(2, 0, {0, 0, 255});
    const Palette palette{picture, 256};
    ASSERT_EQ(palette.colours().size(), 3U);
    for (std::size_t x = 0; x < 3; ++x) {
        EXPECT_EQ(palette.colours()[palette.of(picture.at(x, 0))], picture.at(x, 0));
    }
}

TEST(Palette, StaysWithinItsSize) {
    Picture picture{64, 64};
    for (std::size_t y = 0; y < 64; ++y) {
        for (std::size_t x = 0; x < 64; ++x) {
            picture.set(x, y,
                        {static_cast<std::uint8_t>(4 * x), static_cast<std::uint8_t>(4 * y),
                         static_cast<std::uint8_t>(2 * (x + y))});
        }
    }
    const Palette palette{picture, 16};
    EXPECT_EQ(palette.colours().size(), 16U);
    for (std::size_t x = 0; x < 64; ++x) EXPECT_LT(palette.of(picture.at(x, 63 - x)), 16U);
}

// The answers are those of xterm's documentation (ctlseqs, DA1) and of kitty's graphics protocol.
TEST(TerminalGraphics, AreWhatTheTerminalSays) {
    EXPECT_EQ(graphics_told_by("\x1B[?62;4;22c"), Graphics::sixel);
    EXPECT_EQ(graphics_told_by("\x1B[?4c"), Graphics::sixel);
    EXPECT_EQ(graphics_told_by("\x1B[?64;14;24c"), Graphics::half_blocks);
    EXPECT_EQ(graphics_told_by("\x1B[?1;2c"), Graphics::half_blocks);
    EXPECT_EQ(graphics_told_by("\x1B_Gi=31;OK\x1B\\\x1B[?62;4c"), Graphics::kitty);
    EXPECT_EQ(graphics_told_by("\x1B_Gi=31;ENOTSUPPORTED:no\x1B\\\x1B[?62;4c"), Graphics::sixel);
    EXPECT_EQ(graphics_told_by("typed ahead\x1B[?25h\x1B[?4c"), Graphics::sixel);
}

TEST(TerminalGraphics, AreUnknownUntilTheAnswerIsComplete) {
    const std::string answer = "\x1B_Gi=31;OK\x1B\\\x1B[?62;4c";
    for (std::size_t size = 0; size < answer.size(); ++size) {
        EXPECT_FALSE(graphics_told_by(std::string_view{answer}.substr(0, size))) << size;
    }
    EXPECT_FALSE(graphics_told_by("\x1B[?62;4"));
    EXPECT_FALSE(graphics_told_by("\x1B[?x"));
}

}  // namespace
}  // namespace fivestar::cli
