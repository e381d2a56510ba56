// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/trusted_file.hpp"

#include "tests/support/temporary_directory.hpp"

#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

class TrustedFile : public testing::Test {
  protected:
    TrustedFile() {
        std::filesystem::create_directories(directory_ / "lib/fivestar");
        set_mode("", 0700);
        set_mode("lib", 0755);
        set_mode("lib/fivestar", 0755);
        std::ofstream{directory_ / plugin} << "x";
        set_mode(plugin, 0644);
    }

    void set_mode(const char* path, mode_t mode) const { ASSERT_EQ(::chmod((directory_ / path).c_str(), mode), 0); }
    [[nodiscard]] Result<Descriptor> open(const std::filesystem::path& path, uid_t owner = ::geteuid()) const {
        return open_trusted_file(Descriptor{::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)}, path,
                                 owner);
    }
    [[nodiscard]] ErrorCode refusal(const std::filesystem::path& path, uid_t owner = ::geteuid()) const {
        const auto opened = open(path, owner);
        EXPECT_FALSE(opened) << path;
        return opened ? ErrorCode::invalid_argument : opened.error().code;
    }

    static constexpr const char* plugin = "lib/fivestar/plugin.so";
    const test::TemporaryDirectory temporary_;
    const std::filesystem::path& directory_ = temporary_.path();
};

TEST_F(TrustedFile, IsOpened) {
    EXPECT_TRUE(open(plugin));
    EXPECT_TRUE(open("/lib/fivestar/plugin.so"));
}

TEST_F(TrustedFile, MustBelongToItsOwner) {
    EXPECT_EQ(refusal(plugin, ::geteuid() + 1), ErrorCode::access_denied);
}

TEST_F(TrustedFile, IsRefusedWhereAnybodyElseMayWrite) {
    for (const char* path : {"", "lib", "lib/fivestar", plugin}) {
        struct stat before{};
        ASSERT_EQ(::stat((directory_ / path).c_str(), &before), 0);
        for (const mode_t writable : {mode_t{S_IWGRP}, mode_t{S_IWOTH}}) {
            set_mode(path, (before.st_mode & 07777) | writable);
            EXPECT_EQ(refusal(plugin), ErrorCode::access_denied) << path;
        }
        set_mode(path, before.st_mode & 07777);
    }
    EXPECT_TRUE(open(plugin));
}

TEST_F(TrustedFile, IsNotReachedOverALink) {
    std::filesystem::create_symlink("plugin.so", directory_ / "lib/fivestar/link.so");
    std::filesystem::create_directory_symlink("lib", directory_ / "linked");
    EXPECT_EQ(refusal("lib/fivestar/link.so"), ErrorCode::access_denied);
    EXPECT_EQ(refusal("linked/fivestar/plugin.so"), ErrorCode::access_denied);
}

TEST_F(TrustedFile, IsAFileBelow) {
    EXPECT_EQ(refusal("lib/fivestar"), ErrorCode::access_denied);
    EXPECT_EQ(refusal("lib/fivestar/absent.so"), ErrorCode::file_not_found);
    EXPECT_EQ(refusal("lib/absent/plugin.so"), ErrorCode::file_not_found);
    EXPECT_EQ(refusal("lib/../lib/fivestar/plugin.so"), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal("lib/fivestar/plugin.so/more"), ErrorCode::access_denied);
    EXPECT_EQ(refusal(""), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal("/"), ErrorCode::invalid_argument);
    ASSERT_EQ(::mkfifo((directory_ / "lib/pipe").c_str(), 0600), 0);
    EXPECT_EQ(refusal("lib/pipe"), ErrorCode::access_denied);
}

}  // namespace
}  // namespace fivestar::daemon
