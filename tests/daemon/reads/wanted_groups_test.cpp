// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/wanted_groups.hpp"

#include <initializer_list>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

FieldSet fields(std::initializer_list<std::string_view> paths) {
    FieldSet set;
    for (const std::string_view path : paths) EXPECT_TRUE(set.add(path)) << path;
    return set;
}

TEST(GroupsFor, IncludesOnlyNeededGroups) {
    const WantedGroups all = groups_for(FieldSet::all());
    EXPECT_TRUE(all.portrait && all.personal_details && all.document_details);
    for (const std::string_view path :
         {"document.number", "document.number_masked", "document.valid_until", "verification", "raw", "holder.sex",
          "holder.nationality", "holder.pseudonym", "compare.document.number", "compare.holder.nationality"}) {
        const WantedGroups none = groups_for(fields({path}));
        EXPECT_FALSE(none.portrait || none.personal_details || none.document_details || none.appended_addresses)
            << path;
    }
    EXPECT_TRUE(groups_for(fields({"compare.holder.names"})).personal_details);
    EXPECT_TRUE(groups_for(fields({"holder.address_appended"})).appended_addresses);
    EXPECT_FALSE(groups_for(fields({"holder.address_appended"})).personal_details);
    EXPECT_FALSE(groups_for(fields({"compare.portrait"})).portrait) << "nothing compares portraits";
    EXPECT_TRUE(groups_for(fields({"portrait"})).portrait);
    EXPECT_TRUE(groups_for(fields({"holder.over_18"})).personal_details);
    EXPECT_TRUE(groups_for(fields({"document.currently_valid"})).document_details);
}

}  // namespace
}  // namespace fivestar::daemon
