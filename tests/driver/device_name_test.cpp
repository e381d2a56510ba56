// SPDX-License-Identifier: Apache-2.0
// Expected values: the forms of docs/SAM.md, and pcscd's names for USB devices (ifdhandler.h).
#include "driver/device_name.hpp"

#include <gtest/gtest.h>

namespace fivestar::driver {
namespace {

TEST(DeviceName, SerialLines) {
    EXPECT_EQ(parse_device_name("/dev/null:serial:/dev/serial/by-id/usb-FTDI:x-if00"),
              DeviceName{SerialName{.path = "/dev/serial/by-id/usb-FTDI:x-if00"}});
    // As the documentation of serial readers has it (reader.conf(5)).
    for (const std::string_view name : {"/dev/ttyUSB0", "/dev/serial/by-id/usb-FTDI_FT232R_A1-if00-port0"}) {
        EXPECT_EQ(parse_device_name(name), DeviceName{SerialName{.path = std::string{name}}});
    }
    for (const std::string_view name :
         {"/dev/null:serial:", "/dev/null:serial:ttyS0", "serial:/dev/ttyS0", "/dev/null:/dev/ttyS0", "/dev/null", "",
          "/dev/", "ttyUSB0", "/dev/ttyUSB0:GemPCTwin", "/dev/ttyUSB0:", "/dev/bus/usb/001/004", "/run/line"}) {
        EXPECT_FALSE(parse_device_name(name)) << name;
    }
}

TEST(DeviceName, UsbDevices) {
    EXPECT_EQ(parse_device_name("/dev/null:usb:0400:c35a"), (DeviceName{UsbName{.vendor = 0x0400, .product = 0xC35A}}));
    EXPECT_EQ(parse_device_name("/dev/null:usb:2B8B:2721@1-2.3"),
              (DeviceName{UsbName{.vendor = 0x2B8B, .product = 0x2721, .location = "1-2.3"}}));
    EXPECT_EQ(parse_device_name("usb:0400/c35a:libudev:0:/dev/bus/usb/001/047"),
              (DeviceName{UsbName{.vendor = 0x0400, .product = 0xC35A, .bus = 1, .device = 47}}));
    for (const std::string_view name :
         {"/dev/null:usb:0400", "/dev/null:usb:400:c35a", "/dev/null:usb:0400:c35", "/dev/null:usb:0400:c35a@",
          "/dev/null:usb:0400:c35a0", "/dev/null:usb:0400/c35a", "usb:0400:c35a", "usb:04g0/c35a",
          "usb:0400/c35a:libudev:0:/dev/bus/usb/001/300", "usb:0400/c35a:libudev:0:/dev/bus/usb/001",
          "usb:-400/c35a"}) {
        EXPECT_FALSE(parse_device_name(name)) << name;
    }
}

}  // namespace
}  // namespace fivestar::driver
