// SPDX-License-Identifier: Apache-2.0
// The decoders of fivestar-portrait, in this process, against each other's work.
#include "daemon/portrait/jpeg2000_decoder.hpp"
#include "daemon/portrait/jpeg_codec.hpp"
#include "daemon/portrait/png.hpp"
#include "daemon/portrait/png_decoder.hpp"
#include "tests/daemon/portrait/pictures.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::portrait {
namespace {

using test::read_vector_bytes;

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

}  // namespace
}  // namespace fivestar::portrait
