// SPDX-License-Identifier: Apache-2.0
// The configuration in docs/OPERATIONS.md, and files that must be refused.
#include "scan/configuration/configuration.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using scan::parse_configuration;
using scan::ScannerSettings;
using scan::SerialSettings;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view two_scanners = R"([socket]
path = "/run/other.sock"
[[scanner]]
name = "desk"
device = "/dev/serial/by-id/usb-Access-IS_OCR315e-if00"
kind = "serial"
reader = "contactless-reader"
baud = 115200
format = "7E1"
frame = "silence"
silence_milliseconds = 500
prefix = 'MRZ\x09'
suffix = '\r'
start = ['\x16M\rOCRENA1!', '\x16M\rOCRTMP3!']
trigger = '\x16T\r'
trigger_seconds = 20
[[scanner]]
name = "second"
device = "/dev/input/by-id/usb-DESKO_Swipe-event-kbd"
kind = "keyboard"
layout = "de"
variant = "nodeadkeys"
)";

TEST(ScanConfiguration, ReadsEveryKey) {
    const auto all = parse_configuration(two_scanners, "scan.toml");
    ASSERT_TRUE(all) << all.error().to_string();
    EXPECT_EQ(all->socket, "/run/other.sock");
    ASSERT_EQ(all->scanners.size(), 2U);
    const ScannerSettings& desk = all->scanners[0];
    EXPECT_EQ(desk.name, "desk");
    EXPECT_EQ(desk.device, "/dev/serial/by-id/usb-Access-IS_OCR315e-if00");
    EXPECT_EQ(desk.kind, ScannerSettings::Kind::serial);
    EXPECT_EQ(desk.reader, "contactless-reader");
    EXPECT_EQ(desk.serial.baud, 115200U);
    EXPECT_EQ(desk.serial.format, SerialSettings::Format::seven_even);
    EXPECT_FALSE(desk.framing.marks);
    EXPECT_EQ(desk.framing.silence, 500ms);
    EXPECT_EQ(desk.framing.prefix, "MRZ\t");
    EXPECT_EQ(desk.framing.suffix, "\r");
    EXPECT_THAT(desk.serial.start, ElementsAre("\x16M\rOCRENA1!", "\x16M\rOCRTMP3!"));
    EXPECT_EQ(desk.serial.trigger, "\x16T\r");
    EXPECT_EQ(desk.serial.trigger_every, 20s);
    const ScannerSettings& second = all->scanners[1];
    EXPECT_EQ(second.kind, ScannerSettings::Kind::keyboard);
    EXPECT_EQ(second.keyboard.layout, "de");
    EXPECT_EQ(second.keyboard.variant, "nodeadkeys");
}

TEST(ScanConfiguration, HasDefaults) {
    const auto all = parse_configuration("[[scanner]]\nname = 'a'\ndevice = '/dev/ttyS0'\nkind = 'serial'\n", "");
    ASSERT_TRUE(all) << all.error().to_string();
    EXPECT_EQ(all->socket, "/run/fivestard/fivestard.sock");
    const ScannerSettings& only = all->scanners.at(0);
    EXPECT_EQ(only.reader, "");
    EXPECT_TRUE(only.framing.marks);
    EXPECT_EQ(only.framing.silence, 300ms);
    EXPECT_EQ(only.serial.baud, 9600U);
    EXPECT_EQ(only.serial.format, SerialSettings::Format::eight_none);
    EXPECT_EQ(only.keyboard.layout, "us");
    EXPECT_TRUE(parse_configuration("", "")->scanners.empty());
}

struct RefusedScanners {
    std::string_view text;
    unsigned line;
    std::string_view reason;
};

class RefusedScanConfiguration : public testing::TestWithParam<RefusedScanners> {};

TEST_P(RefusedScanConfiguration, NamesFileLineAndReason) {
    constexpr std::string_view head = "[[scanner]]\nname = 'a'\ndevice = '/dev/ttyS0'\n";
    const bool is_whole = GetParam().text.starts_with('[') || GetParam().text.starts_with("x");
    const auto all = parse_configuration(
        is_whole ? std::string{GetParam().text} : std::string{head}.append(GetParam().text), "scan.toml");
    ASSERT_FALSE(all) << GetParam().text;
    EXPECT_EQ(all.error().line, GetParam().line) << all.error().to_string();
    EXPECT_THAT(all.error().reason, HasSubstr(GetParam().reason));
    EXPECT_THAT(all.error().to_string(), HasSubstr("scan.toml:" + std::to_string(GetParam().line) + ": "));
}

INSTANTIATE_TEST_SUITE_P(
    Everything, RefusedScanConfiguration,
    testing::Values(
        RefusedScanners{"x = 1\n", 1, "unknown key x"}, RefusedScanners{"[scanner]\n", 1, "[[scanner]] sections"},
        RefusedScanners{"[socket]\npath = 'x'\n", 2, "absolute path"},
        RefusedScanners{"[[scanner]]\ndevice = '/dev/a'\nkind = 'serial'\n", 1, "scanner.name must be"},
        RefusedScanners{"[[scanner]]\nname = 'a b'\n", 2, "scanner.name must be"},
        RefusedScanners{"[[scanner]]\nname = 'a'\nkind = 'serial'\n", 1, "scanner.device is missing"},
        RefusedScanners{"[[scanner]]\nname = 'a'\ndevice = 'ttyS0'\n", 3, "absolute path"},
        RefusedScanners{
            "[[scanner]]\nname = 'a'\ndevice = '/dev/a'\nkind = 'serial'\n[[scanner]]\nname = 'a'\ndevice = "
            "'/dev/b'\nkind = 'serial'\n",
            6, "used twice"},
        RefusedScanners{
            "[[scanner]]\nname = 'a'\ndevice = '/dev/a'\nkind = 'serial'\n[[scanner]]\nname = 'b'\ndevice = "
            "'/dev/a'\nkind = 'serial'\n",
            7, "used twice"},
        RefusedScanners{"", 1, "scanner.kind must be"}, RefusedScanners{"kind = 'hid'\n", 4, "scanner.kind must be"},
        RefusedScanners{"kind = 'serial'\nbauds = 9600\n", 5, "unknown key scanner.bauds"},
        RefusedScanners{"kind = 'serial'\nbaud = 9601\n", 5, "1200, 2400"},
        RefusedScanners{"kind = 'serial'\nformat = '8N2'\n", 5, "\"8N1\""},
        RefusedScanners{"kind = 'serial'\nreader = 'a/b'\n", 5, "id of a reader"},
        RefusedScanners{"kind = 'serial'\nframe = 'stx'\n", 5, "\"marks\" or \"silence\""},
        RefusedScanners{"kind = 'serial'\nsilence_milliseconds = 0\n", 5, "from 20 to 5000"},
        RefusedScanners{"kind = 'serial'\nprefix = '\\q'\n", 5, "'\\xHH'"},
        RefusedScanners{"kind = 'serial'\nstart = '\\r'\n", 5, "list"},
        RefusedScanners{"kind = 'serial'\nstart = ['\\r', '\\y']\n", 5, "'\\xHH'"},
        RefusedScanners{"kind = 'serial'\ntrigger_seconds = 3\n", 5, "needs a trigger"},
        RefusedScanners{"kind = 'serial'\nlayout = 'us'\n", 5, "is for kind = \"keyboard\""},
        RefusedScanners{"kind = 'keyboard'\nbaud = 9600\n", 5, "is for kind = \"serial\""},
        RefusedScanners{"kind = 'keyboard'\nlayout = 'nowhere'\n", 5, "names no keyboard layout"},
        RefusedScanners{"kind = 'keyboard'\nlayout = '../rules/base'\n", 5, "names no keyboard layout"},
        RefusedScanners{"kind = 'keyboard'\nvariant = 'a,b'\n", 5, "names no variant"}));

}  // namespace
}  // namespace fivestar::test
