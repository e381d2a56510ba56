// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/reader_name.hpp"

#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace fivestar::daemon::pcsc {
namespace {

std::string id(std::string_view name, const std::optional<std::string>& port = std::nullopt) {
    return make_reader_id(name, port);
}

TEST(ReaderNameTest, MakesAnIdThatDoesNotKnowTheOrderOfPlugging) {
    const std::string_view with_serial = "SCM Microsystems Inc. SCR 355 [CCID Interface] (21121322201234)";
    EXPECT_EQ(id(std::string{with_serial} + " 00 00"), "scm-microsystems-inc-scr-355-ccid-interface-21121322201234");
    EXPECT_EQ(id(std::string{with_serial} + " 0F 00"), id(std::string{with_serial} + " 00 00"));
    EXPECT_EQ(id(std::string{with_serial} + " 00 01"), id(std::string{with_serial} + " 00 00") + "-1");
    EXPECT_EQ(id(std::string{with_serial} + " 00 00", "1-2"), id(std::string{with_serial} + " 00 00"));
}

TEST(ReaderNameTest, TellsDevicesWithoutSerialNumberByTheirPort) {
    EXPECT_EQ(id("ACS ACR122U PICC Interface 00 00", "1-2.3"), "acs-acr122u-picc-interface-usb-1-2.3");
    EXPECT_EQ(id("ACS ACR122U PICC Interface 01 0A", "1-2.4"), "acs-acr122u-picc-interface-usb-1-2.4-10");
    EXPECT_EQ(id("ACS ACR122U PICC Interface 01 00"), "acs-acr122u-picc-interface");
}

TEST(ReaderNameTest, KeepsTheNameOfAConfiguredReader) {
    EXPECT_EQ(id("front-desk 00 00"), "front-desk");
    EXPECT_EQ(id("前台 00 00"), "前台");
    EXPECT_EQ(id("前台 读卡器 00 01"), "前台-读卡器-1");
}

TEST(ReaderNameTest, MakesSomethingOfAnyName) {
    EXPECT_EQ(id(""), "reader");
    EXPECT_EQ(id("  00 00"), "reader");
    EXPECT_EQ(id("../../etc 00 00"), "etc");
    EXPECT_EQ(id("00 00"), "00-00");
    EXPECT_EQ(id("Model 3000"), "model-3000");
    EXPECT_EQ(id("Reader FFFFFFFFFF 00"), "reader-ffffffffff-00");
}

// Drivers name readers in GBK and Latin-1, and pcscd cuts a name at 128 octets (MAX_READERNAME).
TEST(ReaderNameTest, IsShownInUtf8) {
    EXPECT_EQ(shown_name("\xC9\xED\xB7\xDD\xD6\xA4 00 00"), "\uFFFD\uFFFD\uFFFD\uFFFD\u05A4 00 00");
    EXPECT_EQ(shown_name("Lesegerät 00 00"), "Lesegerät 00 00");
    EXPECT_EQ(shown_name("Leseger\xE4t 00 00"), "Leseger\uFFFDt 00 00");
    EXPECT_EQ(shown_name("前\xE5\x8F"), "前\uFFFD");
}

TEST(ReaderNameTest, MakesAnIdInUtf8) {
    EXPECT_EQ(id("\xC9\xED\xB7\xDD\xD6\xA4 00 00"), "c9edb7ddd6a4");
    EXPECT_EQ(id("Leseger\xE4t \xFC 00 00"), "lesegere4t-fc");
    EXPECT_EQ(id("\xE5\x89\x8D\xE5\x8F"), "e5898de58f");
}

TEST(ReaderNameTest, GuessesTheInterface) {
    EXPECT_EQ(interface_by_name("ACS ACR122U PICC Interface 00 00"), ReaderInterface::contactless);
    EXPECT_EQ(interface_by_name("HID Global OMNIKEY 5422CL Smartcard Reader 00 00"), ReaderInterface::unknown);
    EXPECT_EQ(interface_by_name("Identiv uTrust 4701 F CL Reader 01 00"), ReaderInterface::contactless);
    EXPECT_EQ(interface_by_name("Identiv uTrust 3700 F [Contactless Reader] 00 00"), ReaderInterface::contactless);
    EXPECT_EQ(interface_by_name("SCM SCL3711-NFC&RW 00 00"), ReaderInterface::contactless);
    EXPECT_EQ(interface_by_name("ACS ACR1281 1S Dual Reader ICC 00 00"), ReaderInterface::contact);
    EXPECT_EQ(interface_by_name("Identiv uTrust 4701 F Contact Reader 00 00"), ReaderInterface::contact);
    EXPECT_EQ(interface_by_name("Virtual PCD 00 00"), ReaderInterface::unknown);
}

class UsbPortTest : public testing::Test {
  protected:
    UsbPortTest() {
        for (const auto& [name, bus, device] :
             {std::tuple{"1-2", 1, 7}, {"1-2.3", 1, 9}, {"2-1", 2, 7}, {"usb1", 1, 1}}) {
            std::filesystem::create_directories(root_ / name);
            std::ofstream{root_ / name / "busnum"} << bus << '\n';
            std::ofstream{root_ / name / "devnum"} << device << '\n';
        }
        std::filesystem::create_directories(root_ / "1-2:1.0");  // an interface, not a device
    }

    const test::TemporaryDirectory directory_;
    const std::filesystem::path& root_ = directory_.path();
};

TEST_F(UsbPortTest, FindsTheDeviceByBusAndAddress) {
    EXPECT_EQ(usb_port(0x00200109, root_), "1-2.3");
    EXPECT_EQ(usb_port(0x00200107, root_), "1-2");
    EXPECT_EQ(usb_port(0x00200207, root_), "2-1");
}

TEST_F(UsbPortTest, FindsNothingElse) {
    EXPECT_EQ(usb_port(0x00200108, root_), std::nullopt);
    EXPECT_EQ(usb_port(0x00010109, root_), std::nullopt) << "a serial port";
    EXPECT_EQ(usb_port(0x00200109, root_ / "nowhere"), std::nullopt);
}

}  // namespace
}  // namespace fivestar::daemon::pcsc
