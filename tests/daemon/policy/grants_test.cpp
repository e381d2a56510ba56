// SPDX-License-Identifier: Apache-2.0
#include "daemon/policy/grants.hpp"

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::Grants;

TEST(Grants, MatchesReadersByIdOrName) {
    Grants grants;
    EXPECT_FALSE(grants.allows_reader("front-desk", "ACS ACR1252 01 00"));
    grants.reader_globs = {"front-*", "ACS ACR12[0-9]2 ?? 00"};
    EXPECT_TRUE(grants.allows_reader("front-desk", "whatever"));
    EXPECT_TRUE(grants.allows_reader("usb-1", "ACS ACR1252 01 00"));
    EXPECT_FALSE(grants.allows_reader("back-desk", "ACS ACR1252 01 01"));
    EXPECT_FALSE(grants.allows_reader("", ""));
}

TEST(Grants, AllowDocumentsByTypeOrByTypeAndEdition) {
    Grants grants;
    EXPECT_TRUE(grants.allows_document("passport", ""));
    grants.documents = {"resident_id_card", "permanent_resident_card/2017"};
    EXPECT_TRUE(grants.allows_document("resident_id_card", ""));
    EXPECT_TRUE(grants.allows_document("permanent_resident_card", "2017"));
    EXPECT_FALSE(grants.allows_document("permanent_resident_card", "2023"));
    EXPECT_FALSE(grants.allows_document("permanent_resident_card", ""));
    EXPECT_FALSE(grants.allows_document("passport", ""));
    grants.documents.emplace();
    EXPECT_FALSE(grants.allows_document("resident_id_card", ""));
}

}  // namespace
}  // namespace fivestar::test
