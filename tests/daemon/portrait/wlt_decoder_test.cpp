// SPDX-License-Identifier: Apache-2.0
// Pictures of WLT, with plug-ins and without.
#include "daemon/portrait/wlt_decoder.hpp"

#include "daemon/portrait/wlt_plugin.h"
#include "tests/daemon/portrait/decode_with.hpp"
#include "tests/support/print_reason.hpp"

#include <fstream>
#include <png.h>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

/// The plug-in makes the picture of test_plugin.c.
void expect_picture(const std::string& plugin) {
    identity::Portrait portrait = *identity::wlt_portrait(picture(7));
    EXPECT_EQ(decode_with(plugin, portrait), Reason::none) << plugin;
    EXPECT_EQ(portrait.media_type, identity::MediaType::png);
    EXPECT_EQ(portrait.width, 102U);
    EXPECT_EQ(portrait.height, 126U);
    // libpng reads what we wrote.
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    ASSERT_NE(png_image_begin_read_from_memory(&image, portrait.octets.data(), portrait.octets.size()), 0);
    EXPECT_EQ(image.width, 102U);
    EXPECT_EQ(image.height, 126U);
    image.format = PNG_FORMAT_RGB;
    Bytes pixels(PNG_IMAGE_SIZE(image));
    ASSERT_EQ(pixels.size(), std::size_t{FIVESTAR_WLT_PIXELS_OCTETS});
    ASSERT_NE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr), 0) << image.message;
    for (std::size_t at = 0; at < pixels.size(); ++at) ASSERT_EQ(pixels[at], static_cast<std::uint8_t>(at + 7));
}

TEST(WltDecoder, MakesAPictureOfIt) {
    expect_picture("decode");
}

TEST(WltDecoder, MakesAPictureWithTheDecodersOfMakers) {
    for (const char* adapter : {"wlt2bmp", "lib100ud"}) {
        expect_picture(adapter);
        identity::Portrait portrait = *identity::wlt_portrait(picture(0xEE));
        EXPECT_EQ(decode_with(adapter, portrait), Reason::portrait_plugin_failed) << adapter;
        EXPECT_EQ(portrait.media_type, identity::MediaType::wlt) << adapter;
    }
    expect_untouched("no_decoder", Reason::portrait_plugin_failed);
}

TEST(WltDecoder, DoesNothingWithoutAPlugin) {
    identity::Portrait portrait = *identity::wlt_portrait(picture(7));
    const WltDecoder decoder{{}, FIVESTAR_PORTRAIT_PROGRAM};
    EXPECT_EQ(decoder.decode(portrait), Reason::none);
    EXPECT_EQ(decoder.fault(), Reason::none);
    EXPECT_EQ(portrait.media_type, identity::MediaType::wlt);
}

TEST(WltDecoder, LeavesOtherPicturesAlone) {
    identity::Portrait portrait{.media_type = identity::MediaType::jp2, .octets = PersonalBytes{picture(7)}};
    EXPECT_EQ((WltDecoder{"/nonexistent", FIVESTAR_PORTRAIT_PROGRAM}.decode(portrait)), Reason::none);
    EXPECT_EQ(portrait.media_type, identity::MediaType::jp2);
}

TEST(WltDecoder, RefusesAPluginThatOthersCouldReplace) {
    identity::Portrait portrait = *identity::wlt_portrait(picture(7));
    // Everybody may write to /tmp, whoever owns the file in it.
    const std::string path = "/tmp/fivestar-test-plugin-" + std::to_string(::getpid());
    std::ofstream{path} << "x";
    const WltDecoder decoder{path, FIVESTAR_PORTRAIT_PROGRAM};
    EXPECT_EQ(decoder.fault(), Reason::portrait_plugin_refused);
    EXPECT_EQ(decoder.decode(portrait), Reason::portrait_plugin_refused);
    EXPECT_EQ(portrait.media_type, identity::MediaType::wlt);
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace fivestar::daemon
