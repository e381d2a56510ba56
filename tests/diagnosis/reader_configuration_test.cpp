// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/reader_configuration.hpp"

#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>

namespace fivestar::diagnosis {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(ReaderConfiguration, ListsSerialPorts) {
    EXPECT_THAT(serial_ports_in("# DEVICENAME /dev/ttyS9\n"
                                "FRIENDLYNAME \"SAM_V module\"\n"
                                "DEVICENAME   /dev/null:serial:/dev/serial/by-id/usb-adapter\n"
                                "LIBPATH      /usr/lib/pcsc/drivers/serial/libifd-samv.so\n"
                                "\n"
                                "\tDEVICENAME\t\"/dev/ttyUSB0:GEMCORE\"\r\n"
                                "DEVICENAME /dev/ttyACM1"),
                ElementsAre("/dev/serial/by-id/usb-adapter", "/dev/ttyUSB0", "/dev/ttyACM1"));
}

TEST(ReaderConfiguration, IgnoresOtherDevices) {
    EXPECT_THAT(serial_ports_in("DEVICENAME /dev/null:0x8C7B\n"
                                "DEVICENAME /dev/null:usb:0400:c35a@1-2.3\n"
                                "DEVICENAME /dev/null:serial:ttyUSB0\n"
                                "DEVICENAME /dev/bus/usb/001/004\n"
                                "DEVICENAME usb:0400/c35a:libudev:0:/dev/bus/usb/001/004\n"
                                "DEVICENAMES /dev/ttyS0\n"
                                "DEVICENAME\n"
                                "DEVICENAME \"\n"
                                "CHANNELID /dev/ttyS0\n"),
                IsEmpty());
    std::string many;
    for (int count = 0; count < 100; ++count) many += "DEVICENAME /dev/ttyS0\n";
    EXPECT_THAT(serial_ports_in(many), SizeIs(16));
}

// pcscd(8): -c, --config FILE.
TEST(ReaderConfiguration, HasThePathOfTheCommandLine) {
    for (const std::string_view line :
         {"pcscd\0-f\0--config\0/srv/conf\0"sv, "pcscd\0--config=/srv/conf\0-f\0"sv, "pcscd\0-c\0/srv/conf\0"sv,
          "pcscd\0-c/srv/conf\0"sv, "pcscd\0--config\0/srv/conf"sv}) {
        EXPECT_EQ(configuration_of(line), "/srv/conf") << line;
    }
    for (const std::string_view line : {""sv, "pcscd\0"sv, "-c\0"sv, "pcscd\0--foreground\0"sv, "pcscd\0--config"sv,
                                        "pcscd\0--\0-c\0/srv/conf\0"sv}) {
        EXPECT_EQ(configuration_of(line), "") << line;
    }
}

TEST(ReaderConfiguration, IsAFileOrAllFilesOfADirectory) {
    const test::TemporaryDirectory directory;
    const std::filesystem::path& root = directory.path();
    const auto write = [&](const char* name, std::string_view text) { std::ofstream{root / name} << text; };
    write("one", "DEVICENAME /dev/ttyS1\n");
    write("two", "DEVICENAME /dev/ttyS0\n");
    write(".hidden", "DEVICENAME /dev/ttyS2\n");
    EXPECT_THAT(configured_serial_ports(root), ElementsAre("/dev/ttyS0", "/dev/ttyS1"));
    EXPECT_THAT(configured_serial_ports(root / "one"), ElementsAre("/dev/ttyS1"));
    EXPECT_THAT(configured_serial_ports(root / "none"), IsEmpty());
}

}  // namespace
}  // namespace fivestar::diagnosis
