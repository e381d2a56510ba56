// SPDX-License-Identifier: Apache-2.0
// Whole conversions, through fivestar-portrait as the daemon starts it.
#include "daemon/portrait/portrait_converter.hpp"

#include "daemon/portrait/confined_decoder.hpp"
#include "identity/lds/image_header.hpp"
#include "tests/support/vector_file.hpp"

#include <cerrno>
#include <string>
#include <sys/wait.h>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;
using identity::MediaType;

identity::Portrait portrait(const Bytes& octets) {
    const auto header = identity::read_image_header(octets);
    EXPECT_TRUE(header);
    return {.media_type = header->media_type,
            .width = header->width,
            .height = header->height,
            .octets = PersonalBytes{octets}};
}

Result<PersonalBytes> convert(const identity::Portrait& from, PictureFormat to) {
    auto converted = PortraitConverter{FIVESTAR_PORTRAIT_PROGRAM}.convert(from, to);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left behind";
    EXPECT_EQ(errno, ECHILD);
    return converted;
}

TEST(PortraitConverter, MakesEveryFormatOfEveryOther) {
    for (const char* name :
         {"images/gradient.jpg", "images/gradient_progressive.jpg", "images/gradient.jp2", "images/gradient.j2k"}) {
        const identity::Portrait from = portrait(test::read_vector_bytes(name));
        const auto ppm = convert(from, PictureFormat::ppm);
        ASSERT_TRUE(ppm) << name;
        EXPECT_TRUE(as_text(ppm->view()).starts_with("P6\n40 30\n255\n"));
        EXPECT_EQ(ppm->size(), std::string{"P6\n40 30\n255\n"}.size() + 40 * 30 * 3);
        const auto png = convert(from, PictureFormat::png);
        ASSERT_TRUE(png) << name;
        EXPECT_TRUE(as_text(png->view()).starts_with("\x89PNG\r\n"));
        const auto jpeg = convert(from, PictureFormat::jpeg);
        ASSERT_TRUE(jpeg) << name;
        const identity::Portrait again = portrait(copy(jpeg->view()));
        EXPECT_EQ(again.media_type, MediaType::jpeg);
        EXPECT_EQ(again.width, 40U);
        EXPECT_EQ(again.height, 30U);
        // The result is a picture of its kind: it can be converted, too.
        const identity::Portrait of_png{
            .media_type = MediaType::png, .width = 40, .height = 30, .octets = png->clone()};
        const auto back = convert(of_png, PictureFormat::ppm);
        ASSERT_TRUE(back) << name;
        EXPECT_EQ(copy(back->view()), copy(ppm->view())) << name;
    }
}

TEST(PortraitConverter, DoesNotMakeWhatNobodyCan) {
    for (const std::string_view to : {"image/jp2", "image/webp", "application/x-wlt", ""}) {
        EXPECT_EQ(picture_formats.find(to), std::nullopt) << to;
    }
    const auto wlt = identity::wlt_portrait(Bytes(identity::wlt_size));
    ASSERT_TRUE(wlt.has_value());
    EXPECT_EQ(convert(*wlt, PictureFormat::png).error().code, ErrorCode::unsupported);
}

TEST(PortraitConverter, SurvivesPicturesThatAreNone) {
    identity::Portrait from = portrait(test::read_vector_bytes("images/gradient.jp2"));
    const auto refused = [&](ErrorCode expected) {
        const auto converted = convert(from, PictureFormat::png);
        EXPECT_FALSE(converted);
        if (!converted) {
            EXPECT_EQ(converted.error().code, expected);
        }
    };
    from.width = 41;
    refused(ErrorCode::malformed);
    from.width = 65535;
    from.height = 65535;
    refused(ErrorCode::limit_exceeded);
    from.width = 2000;  // the daemon would take it, the program does not decode it
    from.height = 2500;
    refused(ErrorCode::malformed);
    from = portrait(test::read_vector_bytes("images/tiles.jp2"));
    refused(ErrorCode::malformed);
    from.octets.resize(from.octets.size() / 2);
    refused(ErrorCode::malformed);
    from.octets = PersonalBytes{};
    refused(ErrorCode::malformed);
    from.octets = PersonalBytes(largest_portrait_file + 1);
    refused(ErrorCode::limit_exceeded);
}

TEST(PortraitConverter, NeedsItsProgram) {
    const identity::Portrait from = portrait(test::read_vector_bytes("images/gradient.jpg"));
    const auto converted = PortraitConverter{"/nonexistent/fivestar-portrait"}.convert(from, PictureFormat::png);
    ASSERT_FALSE(converted);
    // How a program that cannot be started is told of differs by the C library.
    EXPECT_TRUE(converted.error().code == ErrorCode::io_failure || converted.error().code == ErrorCode::malformed);
}

}  // namespace
}  // namespace fivestar::daemon
