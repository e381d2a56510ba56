// SPDX-License-Identifier: Apache-2.0
// The decoders of fivestar-portrait, in this process: against pixels that are known, and against each other's work.
#include "daemon/portrait/jpeg2000_decoder.hpp"
#include "daemon/portrait/jpeg_codec.hpp"
#include "daemon/portrait/png.hpp"
#include "daemon/portrait/png_decoder.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::portrait {
namespace {

using test::read_vector_bytes;

constexpr PictureSize pattern_size{24, 16};

/// tests/vectors/images/README.md.
Bytes pattern(bool colour) {
    Bytes pixels;
    for (unsigned y = 0; y < pattern_size.height; ++y) {
        for (unsigned x = 0; x < pattern_size.width; ++x) {
            const auto blue = static_cast<std::uint8_t>(7 * x + 11 * y);
            pixels.push_back(colour ? static_cast<std::uint8_t>(10 * x) : blue);
            pixels.push_back(colour ? static_cast<std::uint8_t>(15 * y) : blue);
            pixels.push_back(blue);
        }
    }
    return pixels;
}

double mean_difference(Octets one, Octets other) {
    EXPECT_EQ(one.size(), other.size());
    double sum = 0;
    for (std::size_t at = 0; at < std::min(one.size(), other.size()); ++at) sum += std::abs(one[at] - other[at]);
    return sum / static_cast<double>(one.size());
}

Bytes persona_picture(const std::string& name) {
    std::ifstream file{std::string{FIVESTAR_PERSONAS} + "/" + name, std::ios::binary};
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(Jpeg2000, IsDecodedToTheVeryPixels) {
    EXPECT_EQ(decode_jpeg2000(read_vector_bytes("images/pattern.jp2"), pattern_size), pattern(true));
    EXPECT_EQ(decode_jpeg2000(read_vector_bytes("images/pattern_gray.j2k"), pattern_size), pattern(false));
    EXPECT_EQ(decode_jpeg2000(read_vector_bytes("images/pattern_gray12.jp2"), pattern_size), pattern(false));
    EXPECT_EQ(decode_jpeg2000(read_vector_bytes("images/pattern_rgba.jp2"), pattern_size), pattern(true));
}

TEST(Jpeg2000, MayHaveColourDifferences) {
    // Red, green, blue and white as ITU-R BT.601 (JFIF) writes them: (76, 85, 255), (150, 44, 21), (29, 255, 107),
    // (255, 128, 128).
    const auto pixels = decode_jpeg2000(read_vector_bytes("images/corners_sycc.jp2"), {8, 8});
    ASSERT_TRUE(pixels);
    constexpr std::array<std::array<int, 3>, 4> corners{{{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}}};
    for (std::size_t y = 0; y < 8; ++y) {
        for (std::size_t x = 0; x < 8; ++x) {
            for (std::size_t part = 0; part < 3; ++part) {
                EXPECT_NEAR((*pixels)[(y * 8 + x) * 3 + part], corners.at(x / 4 + 2 * (y / 4)).at(part), 2) << x << y;
            }
        }
    }
}

TEST(Jpeg, IsDecodedCloseToThePixels) {
    const auto colour = decode_jpeg(read_vector_bytes("images/pattern.jpg"), pattern_size);
    ASSERT_TRUE(colour);
    const auto grey = decode_jpeg(read_vector_bytes("images/pattern_gray.jpg"), pattern_size);
    ASSERT_TRUE(grey);
    EXPECT_LT(mean_difference(*grey, pattern(false)), 3);
    EXPECT_LT(mean_difference(*colour, pattern(true)), 6);
}

TEST(Decoders, ShowTheSamePicture) {
    constexpr PictureSize small{40, 30};
    const auto reference = decode_jpeg(read_vector_bytes("images/gradient.jpg"), small);
    ASSERT_TRUE(reference);
    const auto progressive = decode_jpeg(read_vector_bytes("images/gradient_progressive.jpg"), small);
    ASSERT_TRUE(progressive);
    EXPECT_LT(mean_difference(*reference, *progressive), 2);
    constexpr PictureSize portrait{384, 480};
    const auto man = decode_jpeg(persona_picture("specimen-man.jpg"), portrait);
    ASSERT_TRUE(man);
    for (const char* name : {"specimen-man.jp2", "specimen-man.j2k"}) {
        const auto pixels = decode_jpeg2000(persona_picture(name), portrait);
        ASSERT_TRUE(pixels) << name;
        EXPECT_LT(mean_difference(*man, *pixels), 4) << name;
    }
}

TEST(Png, IsReadAsWeWriteIt) {
    const PersonalBytes file = daemon::png_of(pattern(true), pattern_size.width, pattern_size.height);
    EXPECT_EQ(decode_png(file.view(), pattern_size), pattern(true));
}

TEST(Jpeg, IsReadAsWeWriteIt) {
    const Bytes pixels = pattern(false);
    const auto file = encode_jpeg(pixels, pattern_size);
    ASSERT_TRUE(file);
    const auto again = decode_jpeg(*file, pattern_size);
    ASSERT_TRUE(again);
    EXPECT_LT(mean_difference(*again, pixels), 3);
    EXPECT_FALSE(encode_jpeg(pixels, {24, 15}));
    EXPECT_FALSE(encode_jpeg({}, {0, 0}));
}

TEST(Decoders, TakeNoPictureOfAnotherSize) {
    for (const PictureSize size : {PictureSize{25, 16}, {24, 15}, {0, 0}, {1, 1}, {4'000'000, 2}, {65535, 65535}}) {
        EXPECT_FALSE(decode_jpeg2000(read_vector_bytes("images/pattern.jp2"), size));
        EXPECT_FALSE(decode_jpeg(read_vector_bytes("images/pattern.jpg"), size));
        EXPECT_FALSE(decode_png(daemon::png_of(pattern(true), 24, 16).view(), size));
    }
}

TEST(Decoders, SurviveEveryCut) {
    const Bytes jpeg = read_vector_bytes("images/pattern.jpg");
    const Bytes jp2 = read_vector_bytes("images/pattern.jp2");
    const PersonalBytes png = daemon::png_of(pattern(true), 24, 16);
    for (std::size_t size = 0; size < jp2.size(); ++size) {
        EXPECT_FALSE(decode_jpeg2000(ByteView{jp2}.first(size), pattern_size) && size < jp2.size() / 2) << size;
    }
    for (std::size_t size = 0; size < jpeg.size(); ++size) {
        EXPECT_FALSE(decode_jpeg(ByteView{jpeg}.first(size), pattern_size) && size < 600) << size;
    }
    for (std::size_t size = 0; size < png.size(); ++size) {
        EXPECT_FALSE(decode_png(png.view().first(size), pattern_size) && size < png.size() - 16) << size;
    }
}

TEST(Jpeg2000, IsNotDividedForEver) {
    EXPECT_FALSE(decode_jpeg2000(read_vector_bytes("images/tiles.jp2"), {40, 30}));
}

TEST(Jpeg, DoesNotPassForEver) {
    // The scans of a progressive picture, again and again.
    const Bytes whole = read_vector_bytes("images/gradient_progressive.jpg");
    const std::array<std::uint8_t, 2> start_of_scan{0xFF, 0xDA};
    const auto scans = std::search(whole.begin(), whole.end(), start_of_scan.begin(), start_of_scan.end());
    ASSERT_NE(scans, whole.end());
    ASSERT_TRUE(decode_jpeg(whole, {40, 30}));
    Bytes bomb{whole.begin(), whole.end() - 2};
    for (int count = 0; count < 20; ++count) bomb.insert(bomb.end(), scans, whole.end() - 2);
    bomb.insert(bomb.end(), whole.end() - 2, whole.end());
    EXPECT_FALSE(decode_jpeg(bomb, {40, 30}));
}

}  // namespace
}  // namespace fivestar::portrait
