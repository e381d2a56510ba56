// SPDX-License-Identifier: Apache-2.0
#include "trust_update/list_folder.hpp"

#include "tests/support/temporary_directory.hpp"

#include <cerrno>
#include <chrono>
#include <filesystem>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

namespace fs = std::filesystem;
using trust_update::content_of;
using trust_update::ListFolder;

class ListFolderTest : public testing::Test {
  protected:
    [[nodiscard]] fs::path root() const { return directory_.path() / "work"; }

    TemporaryDirectory directory_;
};

TEST_F(ListFolderTest, ReplacesAListByRename) {
    const auto folder = ListFolder::open(root());
    ASSERT_TRUE(folder);
    for (const std::string_view text : {"first", "second"}) {
        const auto incoming = folder->write_incoming("a.ml", as_bytes(text));
        ASSERT_TRUE(incoming);
        ASSERT_TRUE(folder->place(*incoming, "a.ml"));
        EXPECT_EQ(as_text(*content_of(folder->list("a.ml"), 100)), text);
        EXPECT_FALSE(fs::exists(*incoming));
    }
    EXPECT_FALSE(content_of(folder->list("a.ml"), 5)) << "larger than asked for";
}

TEST_F(ListFolderTest, BelongsToOneProcess) {
    const auto folder = ListFolder::open(root());
    EXPECT_FALSE(ListFolder::open(root()));
    EXPECT_EQ(errno, EWOULDBLOCK);
}

TEST_F(ListFolderTest, KeepsStateAndForgetsWhatNeverTookItsPlace) {
    {
        const auto folder = ListFolder::open(root());
        EXPECT_EQ(folder->state("a.ml"), "");
        EXPECT_TRUE(folder->replace_state("a.ml", "failures = 1\n"));
        EXPECT_TRUE(folder->write_incoming("a.ml", as_bytes("half")));
    }
    const auto folder = ListFolder::open(root());
    EXPECT_EQ(folder->state("a.ml"), "failures = 1\n");
    EXPECT_TRUE(fs::is_empty(root() / "incoming"));
}

TEST_F(ListFolderTest, AnnouncesAListThatIsNewerThanTheLastAnnouncement) {
    const auto folder = ListFolder::open(root());
    ASSERT_TRUE(folder->announce_changes());
    EXPECT_FALSE(fs::exists(root() / "changed")) << "there is no list";
    ASSERT_TRUE(folder->place(*folder->write_incoming("a.ml", as_bytes("list")), "a.ml"));
    ASSERT_TRUE(folder->announce_changes());
    const auto first = fs::last_write_time(root() / "changed");
    ASSERT_TRUE(folder->announce_changes());
    EXPECT_EQ(fs::last_write_time(root() / "changed"), first) << "nothing is new";
    fs::last_write_time(root() / "changed", first - std::chrono::hours{1});
    ASSERT_TRUE(folder->announce_changes());
    EXPECT_GE(fs::last_write_time(root() / "changed"), first);
}

}  // namespace
}  // namespace fivestar::test
