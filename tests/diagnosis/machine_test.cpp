// SPDX-License-Identifier: Apache-2.0
// Real files, sockets and modes in a temporary directory.
#include "diagnosis/machine.hpp"

#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <gmock/gmock.h>

namespace fivestar::diagnosis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Cause> causes(const std::vector<Finding>& findings) {
    std::vector<Cause> causes;
    for (const Finding& finding : findings) causes.push_back(finding.cause);
    return causes;
}

class MachineTest : public testing::Test {
  protected:
    MachineTest() {
        machine_ = {.proc = root_ / "proc", .pcscd_socket = root_ / "pcscd.comm"};
        std::filesystem::create_directories(machine_.proc / "self");
    }
    MachineTest(const MachineTest&) = delete;
    MachineTest& operator=(const MachineTest&) = delete;
    ~MachineTest() override {
        if (socket_ >= 0) ::close(socket_);
    }

    void write(const std::filesystem::path& path, std::string_view text) const {
        std::filesystem::create_directories((machine_.proc / path).parent_path());
        std::ofstream{machine_.proc / path, std::ios::binary} << text;
    }
    void bind_socket() {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = machine_.pcscd_socket.string();
        ASSERT_LT(path.size(), sizeof address.sun_path);
        path.copy(address.sun_path, path.size());
        socket_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
        ASSERT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    }

    const test::TemporaryDirectory directory_;
    const std::filesystem::path& root_ = directory_.path();
    Machine machine_;
    int socket_ = -1;
};

TEST_F(MachineTest, PcscdsSocketIsOpenIfOthersMayWrite) {
    EXPECT_THAT(examine_pcscd(machine_), IsEmpty());
    bind_socket();
    ::chmod(machine_.pcscd_socket.c_str(), 0666);
    EXPECT_THAT(causes(examine_pcscd(machine_)), ElementsAre(Cause::pcscd_open));
    ::chmod(machine_.pcscd_socket.c_str(), 0660);
    EXPECT_THAT(examine_pcscd(machine_), IsEmpty());
}

TEST_F(MachineTest, PcscdRunsIfItsSocketHasAListener) {
    EXPECT_THAT(causes(examine_pcscd_socket(machine_)), ElementsAre(Cause::pcscd_not_running));
    bind_socket();
    EXPECT_THAT(causes(examine_pcscd_socket(machine_)), ElementsAre(Cause::pcscd_not_running)) << "nobody accepts";
    ASSERT_EQ(::listen(socket_, 1), 0);
    EXPECT_THAT(examine_pcscd_socket(machine_), IsEmpty());
}

TEST_F(MachineTest, OnlyPcscdsCommandLineIsExamined) {
    write("12/comm", "sshd\n");
    write("12/cmdline", std::string_view{"sshd\0-d\0", 8});
    write("self/comm", "pcscd\n");
    write("self/cmdline", std::string_view{"pcscd\0-d\0", 9});
    write("34/comm", "pcscd\n");
    EXPECT_THAT(examine_pcscd(machine_), IsEmpty()) << "its command line is not to be seen";
    write("34/cmdline", std::string_view{"/usr/sbin/pcscd\0-f\0--apdu\0", 26});
    const auto findings = examine_pcscd(machine_);
    ASSERT_THAT(causes(findings), ElementsAre(Cause::pcscd_logs_exchanges));
    EXPECT_EQ(findings.front().detail, "pid 34");
}

TEST_F(MachineTest, ReadersBelongToPcscdsUser) {
    machine_.sys = root_ / "sys";
    machine_.dev = root_ / "dev";
    const auto put = [](const std::filesystem::path& path, std::string_view text) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path} << text;
    };
    const auto devices = machine_.sys / "bus/usb/devices";
    put(devices / "1-2/busnum", "1\n");
    put(devices / "1-2/devnum", "7\n");
    put(devices / "1-2:1.0/bInterfaceClass", "0b\n");
    put(devices / "1-3/busnum", "1\n");
    put(devices / "1-3/devnum", "8\n");
    put(devices / "1-3:1.0/bInterfaceClass", "08\n");
    const auto node = machine_.dev / "bus/usb/001/007";
    put(node, "");
    put(machine_.dev / "bus/usb/001/008", "");
    ::chmod(node.c_str(), 0600);
    ::chmod((machine_.dev / "bus/usb/001/008").c_str(), 0600);
    EXPECT_THAT(examine_usb_readers(machine_), IsEmpty()) << "pcscd is not to be seen";
    write("34/comm", "pcscd\n");
    const auto status = [](const std::string& user, const std::string& capabilities) {
        return "Name:\tpcscd\nUid:\t0\t" + user + "\t0\t0\nGid:\t9\t4242424\t9\t9\nGroups:\t1 4242423 \nCapEff:\t" +
               capabilities + "\n";
    };
    write("34/status", status("4242425", "0000000000000000"));
    const auto findings = examine_usb_readers(machine_);
    ASSERT_THAT(causes(findings), ElementsAre(Cause::reader_not_permitted)) << "not the memory stick";
    EXPECT_EQ(findings.front().detail, node.string());
    ::chmod(node.c_str(), 0666);
    EXPECT_THAT(examine_usb_readers(machine_), IsEmpty());
    ::chmod(node.c_str(), 0600);
    write("34/status", status(std::to_string(::geteuid()), "0000000000000000"));
    EXPECT_THAT(examine_usb_readers(machine_), IsEmpty()) << "its own";
    write("34/status", status("4242425", "000001ffffffffff"));
    EXPECT_THAT(examine_usb_readers(machine_), IsEmpty()) << "CAP_DAC_OVERRIDE";
    write("34/status", "Uid:\tx\n");
    EXPECT_THAT(examine_usb_readers(machine_), IsEmpty()) << "nothing is known of it";
}

TEST_F(MachineTest, NamespacesAreThoseOfTheCaller) {
    EXPECT_THAT(examine_user_namespace(machine_), IsEmpty());
    EXPECT_THAT(examine_process_visibility(machine_), IsEmpty());
    write("self/uid_map", "0 0 1\n");
    write("self/mountinfo", "22 28 0:21 / /proc rw - proc proc rw,hidepid=2\n");
    EXPECT_THAT(causes(examine_user_namespace(machine_)), ElementsAre(Cause::private_users));
    EXPECT_THAT(causes(examine_process_visibility(machine_)), ElementsAre(Cause::processes_hidden));
    write("self/mountinfo", std::string(std::size_t{3} << 20U, 'x'));
    EXPECT_THAT(examine_process_visibility(machine_), IsEmpty());
}

}  // namespace
}  // namespace fivestar::diagnosis
