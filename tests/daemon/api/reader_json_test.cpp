// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/reader_json.hpp"

#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;

TEST(ReaderJson, NamesTheKeysOfACardIfTheyAreKnown) {
    const auto keys_of = [](daemon::CardView card) {
        const daemon::ReaderView reader{.id = "r", .name = "R", .card = std::move(card)};
        const json::object object = daemon::reader_json(reader).at("card").as_object();
        return object.contains("access_keys") ? json::serialize(object.at("access_keys")) : "absent";
    };
    EXPECT_EQ(keys_of({.id = "c", .kind = daemon::CardKind::emrtd}), R"(["mrz"])");
    EXPECT_EQ(keys_of({.id = "c", .kind = daemon::CardKind::emrtd, .offers_pace = true}), R"(["mrz","can"])");
    EXPECT_EQ(keys_of({.id = "c", .kind = daemon::CardKind::cn_id_sam}), "[]");
    EXPECT_EQ(keys_of({.id = "c", .kind = daemon::CardKind::unknown}), "absent");
}

TEST(ReaderJson, HasTheModulesIdIfItIsKnown) {
    const std::string id = "05.03-20150101-0001234567-0123456789";
    EXPECT_EQ(daemon::reader_json({.id = "r", .name = "R", .sam_id = id}).at("sam_id").as_string(), id);
    EXPECT_FALSE(daemon::reader_json({.id = "r", .name = "R"}).contains("sam_id"));
}

}  // namespace
}  // namespace fivestar::test
