// SPDX-License-Identifier: Apache-2.0
// Shortened status texts of proc(5).
#include "diagnosis/process_rights.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::diagnosis {
namespace {

struct stat file(uid_t user, gid_t group, mode_t mode) {
    struct stat status{};
    status.st_uid = user;
    status.st_gid = group;
    status.st_mode = S_IFCHR | mode;
    return status;
}

constexpr std::string_view pcscd =
    "Name:\tpcscd\nUid:\t0\t990\t990\t990\nGid:\t0\t991\t991\t991\nGroups:\t20 46 \nCapEff:\t0000000000000000\n";

TEST(ProcessRights, FollowOwnerGroupAndOthersInThisOrder) {
    const auto rights = ProcessRights::parse(pcscd);
    EXPECT_TRUE(rights.may_use(file(990, 0, 0600)));
    EXPECT_FALSE(rights.may_use(file(990, 991, 0066))) << "the owner's part alone counts for the owner";
    EXPECT_TRUE(rights.may_use(file(0, 991, 0660)));
    EXPECT_TRUE(rights.may_use(file(0, 46, 0660))) << "a supplementary group";
    EXPECT_FALSE(rights.may_use(file(0, 46, 0640))) << "reading is not enough";
    EXPECT_FALSE(rights.may_use(file(0, 0, 0660)));
    EXPECT_TRUE(rights.may_use(file(0, 0, 0666)));
    EXPECT_FALSE(rights.may_use(file(0, 46, 0606))) << "others' part is not for the group";
}

TEST(ProcessRights, IgnoreModesWithTheCapability) {
    std::string root{pcscd};
    root.replace(root.find("0000000000000000"), 16, "0000000000000002");
    EXPECT_TRUE(ProcessRights::parse(root).may_use(file(0, 0, 0)));
}

TEST(ProcessRights, ArePermissiveForMalformedText) {
    for (const std::string_view text : {"", "Uid:", "Uid:\t1\t2\nGid:\t1\n", "Uid:\t1\t2\nGid:\t1\t2\nCapEff:\tx\n",
                                        "Uid:\t1\t99999999999999999999999\nGid:\t1\t2\nCapEff:\t0\n"}) {
        EXPECT_TRUE(ProcessRights::parse(text).overrides_modes) << text;
    }
}

}  // namespace
}  // namespace fivestar::diagnosis
