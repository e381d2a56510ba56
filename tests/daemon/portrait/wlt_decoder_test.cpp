// SPDX-License-Identifier: Apache-2.0
// fivestar-portrait as the daemon starts it, with plug-ins that behave and plug-ins that do not.
#include "daemon/portrait/wlt_decoder.hpp"

#include "daemon/portrait/wlt_plugin.h"
#include "tests/support/print_reason.hpp"

#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <png.h>
#include <string>
#include <sys/wait.h>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;

Bytes picture(std::uint8_t first) {
    Bytes octets(identity::wlt_size, 0);
    octets[0] = first;
    return octets;
}

Descriptor plugin(const std::string& behaviour) {
    const std::string path = std::string{FIVESTAR_PLUGIN_DIRECTORY} + "/libwlt_plugin_" + behaviour + ".so";
    Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    EXPECT_TRUE(file) << path;
    return file;
}

Reason decode_with(const std::string& behaviour, identity::Portrait& portrait,
                   std::chrono::milliseconds patience = 30s) {
    const Descriptor file = plugin(behaviour);
    return decode_wlt({.path = FIVESTAR_PORTRAIT_PROGRAM, .patience = patience, .plugin = &file}, portrait);
}

/// The read goes on with the portrait as it was.
void expect_untouched(const std::string& behaviour, Reason reason, std::chrono::milliseconds patience = 30s) {
    identity::Portrait portrait = *identity::wlt_portrait(picture(7));
    EXPECT_EQ(decode_with(behaviour, portrait, patience), reason) << behaviour;
    EXPECT_EQ(portrait.media_type, identity::MediaType::wlt) << behaviour;
    EXPECT_EQ(copy(portrait.octets.view()), picture(7)) << behaviour;
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left behind";
    EXPECT_EQ(errno, ECHILD);
}

TEST(WltDecoder, MakesAPictureOfIt) {
    identity::Portrait portrait = *identity::wlt_portrait(picture(7));
    EXPECT_EQ(decode_with("decode", portrait), Reason::none);
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

TEST(WltDecoder, SurvivesWhateverAPluginDoes) {
    for (const char* behaviour : {"refuse", "crash", "hungry", "exit_early", "no_function"}) {
        expect_untouched(behaviour, Reason::portrait_plugin_failed);
    }
}

TEST(WltDecoder, LetsAPluginReachNothing) {
    for (const char* behaviour : {"open_file", "open_socket", "fork", "execute_memory"}) {
        expect_untouched(behaviour, Reason::portrait_plugin_failed);
    }
}

TEST(WltDecoder, DoesNotWaitForEver) {
    const auto since = std::chrono::steady_clock::now();
    expect_untouched("hang", Reason::portrait_plugin_timeout, 500ms);
    EXPECT_LT(std::chrono::steady_clock::now() - since, 20s);
}

TEST(WltDecoder, SurvivesAFileThatIsNoLibrary) {
    identity::Portrait portrait = *identity::wlt_portrait(picture(7));
    const Descriptor file{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    EXPECT_EQ(decode_wlt({.path = FIVESTAR_PORTRAIT_PROGRAM, .patience = 30s, .plugin = &file}, portrait),
              Reason::portrait_plugin_failed);
    EXPECT_EQ(decode_wlt({.path = "/nonexistent/fivestar-portrait", .patience = 30s, .plugin = &file}, portrait),
              Reason::portrait_plugin_failed);
    EXPECT_EQ(portrait.media_type, identity::MediaType::wlt);
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
