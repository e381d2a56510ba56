// SPDX-License-Identifier: Apache-2.0
// A machine made of files: ports, pcscd's configuration, and processes with open files.
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

MATCHER_P2(IsFinding, cause, detail, "") {
    return arg.cause == cause && arg.detail == detail;
}

class SerialReadersTest : public testing::Test {
  protected:
    SerialReadersTest() {
        machine_ = {.proc = root_ / "proc", .reader_configuration = root_ / "reader.conf.d"};
        port_ = (root_ / "ttyUSB0").string();
        write("reader.conf.d/module", "DEVICENAME /dev/null:serial:" + port_ + "\n");
        write("proc/34/comm", "pcscd\n");
        run_pcscd_as("4242425");
    }

    void write(const std::filesystem::path& path, std::string_view text) const {
        std::filesystem::create_directories((root_ / path).parent_path());
        std::ofstream{root_ / path, std::ios::binary} << text;
    }
    void run_pcscd_as(const std::string& user) const {
        write("proc/34/status",
              "Uid:\t0\t" + user + "\t0\t0\nGid:\t9\t4242424\t9\t9\nGroups:\t\nCapEff:\t0000000000000000\n");
    }
    void plug_in(mode_t mode) const {
        write("ttyUSB0", "");
        ::chmod(port_.c_str(), mode);
    }
    void open_port_in(const std::string& process, const std::string& name) const {
        write("proc/" + process + "/comm", name + "\n");
        std::filesystem::create_directories(root_ / "proc" / process / "fd");
        std::filesystem::create_symlink(port_, root_ / "proc" / process / "fd" / "7");
    }

    const test::TemporaryDirectory directory_;
    const std::filesystem::path& root_ = directory_.path();
    std::string port_;
    Machine machine_;
};

TEST_F(SerialReadersTest, APortMayBeMissing) {
    EXPECT_THAT(examine_serial_readers(machine_), ElementsAre(IsFinding(Cause::serial_port_missing, port_)));
    plug_in(0666);
    EXPECT_THAT(examine_serial_readers(machine_), IsEmpty());
    std::filesystem::create_symlink(root_ / "gone", root_ / "by-id");
    write("reader.conf.d/module", "DEVICENAME /dev/null:serial:" + (root_ / "by-id").string() + "\n");
    EXPECT_THAT(examine_serial_readers(machine_),
                ElementsAre(IsFinding(Cause::serial_port_missing, (root_ / "by-id").string())));
}

TEST_F(SerialReadersTest, APortMayBelongToAnotherUser) {
    plug_in(0600);
    EXPECT_THAT(examine_serial_readers(machine_), ElementsAre(IsFinding(Cause::serial_port_refused, port_)));
    run_pcscd_as(std::to_string(::geteuid()));
    EXPECT_THAT(examine_serial_readers(machine_), IsEmpty());
    std::filesystem::remove_all(root_ / "proc" / "34");
    EXPECT_THAT(examine_serial_readers(machine_), IsEmpty()) << "who pcscd is cannot be seen";
}

TEST_F(SerialReadersTest, APortMayBeOpenElsewhere) {
    plug_in(0666);
    open_port_in("34", "pcscd");
    EXPECT_THAT(examine_serial_readers(machine_), IsEmpty()) << "that is its reader";
    open_port_in("56", "ModemManager");
    EXPECT_THAT(examine_serial_readers(machine_),
                ElementsAre(IsFinding(Cause::serial_port_held, port_ + ": ModemManager (pid 56)")));
}

TEST_F(SerialReadersTest, ThePortsAreThoseOfPcscdsConfiguration) {
    plug_in(0666);
    write("other/module", "DEVICENAME /dev/null:serial:/dev/ttyNone\n");
    write("proc/34/cmdline",
          "pcscd" + std::string(1, '\0') + "--config=" + (root_ / "other").string() + std::string(1, '\0'));
    EXPECT_THAT(examine_serial_readers(machine_), ElementsAre(IsFinding(Cause::serial_port_missing, "/dev/ttyNone")));
}

}  // namespace
}  // namespace fivestar::diagnosis
