// SPDX-License-Identifier: Apache-2.0
// Texts of proc(5), user_namespaces(7) and pcscd(8) from Linux 6.1 and pcscd 1.9.9 of Debian 12.
#include "diagnosis/machine_text.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::diagnosis {
namespace {

using namespace std::string_view_literals;

TEST(UidMap, IsCompleteIfEachUserHasAnId) {
    EXPECT_FALSE(leaves_out_users("         0          0 4294967295\n"));
    EXPECT_FALSE(leaves_out_users("         0     100000      65536\n")) << "a container";
    EXPECT_FALSE(leaves_out_users("1000 1000 64536\n0 0 1000\n")) << "in two parts";
}

TEST(UidMap, OmitsUsersUnderPrivateUsers) {
    EXPECT_TRUE(leaves_out_users("0 0 1\n990 990 1\n")) << "systemd's PrivateUsers=yes: root and the service's own";
    EXPECT_TRUE(leaves_out_users("         0       1000          1\n"));
    EXPECT_TRUE(leaves_out_users("1 1 4294967294\n"));
}

TEST(UidMap, IsIgnoredIfMalformed) {
    for (const std::string_view text :
         {""sv, "\n"sv, "0 0\n"sv, "0 0 x\n"sv, "-1 0 1\n"sv, "0 0 99999999999999999999\n"sv, "\0\0"sv}) {
        EXPECT_FALSE(leaves_out_users(text)) << text;
    }
}

TEST(MountInfo, ShowsIfProcessesAreHidden) {
    const auto proc = [](const std::string& options) {
        return "20 28 0:19 / /sys rw - sysfs sysfs rw\n22 28 0:21 / /proc rw,nosuid shared:13 - proc proc " + options +
               "\n";
    };
    EXPECT_TRUE(hides_processes(proc("rw,hidepid=invisible")));
    EXPECT_TRUE(hides_processes(proc("rw,gid=4,hidepid=2")));
    EXPECT_TRUE(hides_processes(proc("rw,hidepid=ptraceable")));
    EXPECT_FALSE(hides_processes(proc("rw")));
    EXPECT_FALSE(hides_processes(proc("rw,hidepid=off")));
    EXPECT_FALSE(hides_processes(proc("rw,hidepid=2") + proc("rw"))) << "the last mount lies above the first";
    EXPECT_FALSE(hides_processes("22 28 0:21 / /srv/proc rw - proc proc rw,hidepid=2\n")) << "another place";
    for (const std::string_view text :
         {""sv, "22 28 0:21 / /proc"sv, "22 28 0:21 / /proc rw - "sv, " - proc - hidepid=2"sv}) {
        EXPECT_FALSE(hides_processes(text)) << text;
    }
}

TEST(CommandLine, ShowsIfExchangesAreLogged) {
    for (const std::string_view line : {"pcscd\0--apdu\0"sv, "pcscd\0-a\0"sv, "pcscd\0-fa\0"sv,
                                        "pcscd\0--foreground\0--debug\0"sv, "pcscd\0-d"sv, "pcscd\0--apd\0"sv}) {
        EXPECT_TRUE(logs_exchanges(line)) << line;
    }
    for (const std::string_view line :
         {""sv, "pcscd\0"sv, "--apdu\0"sv, "pcscd\0--foreground\0--auto-exit\0"sv, "pcscd\0--disable-polkit\0"sv,
          "pcscd\0-c\0/etc/reader.conf.d\0"sv, "pcscd\0-cadapter\0"sv, "pcscd\0--\0-a\0"sv, "pcscd\0-\0\0"sv}) {
        EXPECT_FALSE(logs_exchanges(line)) << line;
    }
}

}  // namespace
}  // namespace fivestar::diagnosis
