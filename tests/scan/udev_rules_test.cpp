// SPDX-License-Identifier: Apache-2.0
// The syntax is udev(7)'s; tests/e2e/scan_test.py lets udevadm verify it where that is new enough.
#include "scan/udev_rules.hpp"

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using scan::ScannerSettings;
using scan::udev_rules;
using testing::HasSubstr;
using testing::Not;

ScannerSettings at(const char* device, ScannerSettings::Kind kind) {
    return {.name = "a", .device = device, .kind = kind};
}

TEST(UdevRules, NameTheDevice) {
    const std::string rules =
        udev_rules({.scanners = {at("/dev/serial/by-id/usb-A_B-if00", ScannerSettings::Kind::serial),
                                 at("/dev/ttyS1", ScannerSettings::Kind::serial),
                                 at("/dev/input/event7", ScannerSettings::Kind::keyboard),
                                 at("/dev/input/by-id/usb-C-event-kbd", ScannerSettings::Kind::keyboard)}});
    EXPECT_THAT(rules, HasSubstr("\nSUBSYSTEM==\"tty\", SYMLINK==\"serial/by-id/usb-A_B-if00\", OWNER=\"root\", "
                                 "GROUP=\"fivestar-scan\", MODE=\"0660\", TAG-=\"uaccess\", "
                                 "ENV{ID_MM_DEVICE_IGNORE}=\"1\"\n"));
    EXPECT_THAT(rules, HasSubstr("\nSUBSYSTEM==\"tty\", KERNEL==\"ttyS1\", "));
    EXPECT_THAT(rules, HasSubstr("\nSUBSYSTEM==\"input\", KERNEL==\"event7\", "));
    EXPECT_THAT(rules, HasSubstr("\nSUBSYSTEM==\"input\", SYMLINK==\"input/by-id/usb-C-event-kbd\", "));
    EXPECT_THAT(rules, HasSubstr("ENV{LIBINPUT_IGNORE_DEVICE}=\"1\"\n"));
}

TEST(UdevRules, NoNameLeavesItsQuotes) {
    const std::string rules = udev_rules({.scanners = {at("/dev/x\", RUN+=\"y*[z]", ScannerSettings::Kind::serial),
                                                       at("/run/pts", ScannerSettings::Kind::serial)}});
    EXPECT_THAT(rules, HasSubstr("KERNEL==\"x?, RUN+=?y??z?\", "));
    EXPECT_THAT(rules, Not(HasSubstr("/run/pts")));
}

}  // namespace
}  // namespace fivestar::test
