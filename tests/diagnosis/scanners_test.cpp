// SPDX-License-Identifier: Apache-2.0
// A machine made of files: a configuration of scanners, devices, and processes with open files.
#include "diagnosis/machine.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>

namespace fivestar::diagnosis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

MATCHER_P2(IsScannerFinding, cause, detail, "") {
    return arg.cause == cause && arg.detail == detail;
}

class ScannersTest : public testing::Test {
  protected:
    ScannersTest() {
        machine_ = {.proc = root_ / "proc", .scan_configuration = root_ / "scan.toml"};
        configure("serial");
        write("proc/34/comm", "fivestar-scan\n");
        run_program_as("4242425");
    }

    void write(const std::filesystem::path& path, std::string_view text) const {
        std::filesystem::create_directories((root_ / path).parent_path());
        std::ofstream{root_ / path, std::ios::binary} << text;
    }
    void configure(const std::string& kind) const {
        write("scan.toml", "[[scanner]]\nname = 'desk'\ndevice = '" + device_ + "'\nkind = '" + kind + "'\n");
    }
    void run_program_as(const std::string& user) const {
        write("proc/34/status",
              "Uid:\t0\t" + user + "\t0\t0\nGid:\t9\t4242424\t9\t9\nGroups:\t\nCapEff:\t0000000000000000\n");
    }
    void plug_in(mode_t mode) const {
        write("device", "");
        ::chmod(device_.c_str(), mode);
    }
    void open_in(const std::string& process, const std::string& name) const {
        write("proc/" + process + "/comm", name + "\n");
        std::filesystem::create_directories(root_ / "proc" / process / "fd");
        std::filesystem::create_symlink(device_, root_ / "proc" / process / "fd" / "7");
    }

    const test::TemporaryDirectory directory_;
    const std::filesystem::path& root_ = directory_.path();
    std::string device_ = (root_ / "device").string();
    Machine machine_;
};

TEST_F(ScannersTest, ThereMayBeNone) {
    std::filesystem::remove(root_ / "scan.toml");
    EXPECT_FALSE(has_scanners(machine_));
    EXPECT_THAT(examine_scanners(machine_), IsEmpty());
    write("scan.toml", "");
    EXPECT_TRUE(has_scanners(machine_));
    EXPECT_THAT(examine_scanners(machine_), IsEmpty());
}

TEST_F(ScannersTest, AnErrorOfTheConfigurationIsNamed) {
    write("scan.toml",
          "[[scanner]]\nname = 'desk'\ndevice = '/dev/input/event5'\nkind = 'keyboard'\nlayout = 'nowhere'\n");
    EXPECT_THAT(examine_scanners(machine_),
                ElementsAre(IsScannerFinding(
                    Cause::scanner_configuration,
                    (root_ / "scan.toml").string() +
                        ":5: scanner.layout names no keyboard layout below /usr/share/X11/xkb/symbols/")));
}

TEST_F(ScannersTest, ADeviceMayBeMissing) {
    EXPECT_THAT(examine_scanners(machine_), ElementsAre(IsScannerFinding(Cause::scanner_missing, device_)));
    plug_in(0666);
    EXPECT_THAT(examine_scanners(machine_), IsEmpty());
}

TEST_F(ScannersTest, ADeviceMayBelongToAnotherUser) {
    plug_in(0600);
    EXPECT_THAT(examine_scanners(machine_), ElementsAre(IsScannerFinding(Cause::scanner_refused, device_)));
    run_program_as(std::to_string(::geteuid()));
    EXPECT_THAT(examine_scanners(machine_), IsEmpty());
    std::filesystem::remove_all(root_ / "proc" / "34");
    EXPECT_THAT(examine_scanners(machine_), IsEmpty()) << "who the program is cannot be seen";
}

TEST_F(ScannersTest, ALineMayBeOpenElsewhere) {
    plug_in(0666);
    open_in("34", "fivestar-scan");
    EXPECT_THAT(examine_scanners(machine_), IsEmpty()) << "that is its program";
    open_in("56", "brltty");
    EXPECT_THAT(examine_scanners(machine_),
                ElementsAre(IsScannerFinding(Cause::scanner_held, device_ + ": brltty (pid 56)")));
    configure("keyboard");
    EXPECT_THAT(examine_scanners(machine_), IsEmpty()) << "sessions look at keyboards";
}

}  // namespace
}  // namespace fivestar::diagnosis
