// SPDX-License-Identifier: Apache-2.0
#include "compat/files.hpp"

#include "tests/support/temporary_directory.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

#include <gtest/gtest.h>

namespace fivestar::compat {
namespace {

constexpr std::array<std::uint8_t, 3> octets{'a', 'b', 'c'};

std::string content(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(CompatFiles, AreForTheirOwnerAlone) {
    const test::TemporaryDirectory directory;
    const std::string path = directory.path() / "wz.txt";
    std::ofstream{path} << "older and longer";
    std::filesystem::permissions(path, std::filesystem::perms{0666});
    ASSERT_TRUE(write_private_file(path.c_str(), octets));
    EXPECT_EQ(content(path), "abc");
    struct stat about{};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777U, 0600U);
}

TEST(CompatFiles, AreNoLinksNoPipesAndNoFolders) {
    const test::TemporaryDirectory directory;
    const std::string target = directory.path() / "target";
    const std::string link = directory.path() / "link";
    const std::string pipe = directory.path() / "pipe";
    std::ofstream{target} << "untouched";
    std::filesystem::create_symlink(target, link);
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const std::string folder = directory.path();
    const std::string missing = directory.path() / "missing" / "file";
    const std::string second_name = directory.path() / "second-name";
    std::filesystem::create_hard_link(target, second_name);
    for (const std::string& path : {link, pipe, folder, missing, second_name, std::string{}}) {
        EXPECT_FALSE(write_private_file(path.c_str(), octets)) << path;
    }
    EXPECT_FALSE(write_private_file(nullptr, octets));
    EXPECT_EQ(content(target), "untouched");
    EXPECT_TRUE(std::filesystem::exists(pipe));
}

TEST(CompatFiles, AreReadAsFarAsThereIsRoom) {
    const test::TemporaryDirectory directory;
    const std::string path = directory.path() / "xp.wlt";
    std::ofstream{path} << "abcd";
    std::array<std::uint8_t, 3> room{};
    EXPECT_EQ(read_file(path.c_str(), room), 3U);
    EXPECT_EQ(room, octets);
    EXPECT_FALSE(read_file((directory.path() / "missing").c_str(), room));
    EXPECT_FALSE(read_file(directory.path().c_str(), room));
    EXPECT_FALSE(read_file(nullptr, room));
}

TEST(CompatFiles, DoNotStayHalfWritten) {
    // /dev/full refuses every octet (null(4)), but is no regular file: it is left alone.
    EXPECT_FALSE(write_private_file("/dev/full", octets));
    EXPECT_TRUE(std::filesystem::exists("/dev/full"));
}

}  // namespace
}  // namespace fivestar::compat
