// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/reader_routes.hpp"

#include "daemon/readers/embedded_source.hpp"
#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/reader_routes.hpp"
#include "tests/daemon/api/simple_routes.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/readers/test_card.hpp"

#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;

TEST_F(ReaderRoutes, ListGrantedReaders) {
    const Served all{routes_};
    EXPECT_EQ(ask(all, "/v1/readers", 200), json::parse(R"({"readers": [
                  {"id": "back-desk", "name": "back-desk", "interface": "contactless", "state": "empty"},
                  {"id": "front desk", "name": "front desk", "interface": "contactless", "state": "empty"}]})"));
    const Served one{routes_, {}, policy_for_readers({"front*"})};
    EXPECT_EQ(ask(one, "/v1/readers", 200), json::parse(R"({"readers": [
                  {"id": "front desk", "name": "front desk", "interface": "contactless", "state": "empty"}]})"));
}

TEST_F(ReaderRoutes, ListPresentReadersForEachClient) {
    const auto in_list = [](const json::object& answer) {
        std::vector<std::string> shown;
        const json::array& readers = answer.at("readers").as_array();
        for (const json::value& reader : readers) {
            std::string& text = shown.emplace_back(reader.at("id").as_string());
            text.append(" ").append(reader.at("state").as_string());
        }
        return shown;
    };
    Served served{routes_};
    const auto everything = open_policy();
    const auto front = policy_for_readers({"front*"});
    const auto expect = [&](const char* state) {
        for (int time = 0; time < 2; ++time) {
            served.set_policy(everything);
            EXPECT_THAT(in_list(ask(served, "/v1/readers", 200)),
                        testing::ElementsAre("back-desk empty", "front desk " + std::string{state}));
            served.set_policy(front);
            EXPECT_THAT(in_list(ask(served, "/v1/readers", 200)),
                        testing::ElementsAre("front desk " + std::string{state}));
        }
    };
    expect("empty");
    source_->insert("front desk", test::passport());
    ASSERT_TRUE(shows_card("front desk", true));
    expect("card");
    const auto card = [&] {
        served.set_policy(front);
        return ask(served, "/v1/readers", 200).at("readers").at(0).at("card").at("id");
    };
    const json::value first = card();
    source_->remove("front desk");
    ASSERT_TRUE(shows_card("front desk", false));
    expect("empty");
    source_->insert("front desk", test::passport());
    ASSERT_TRUE(shows_card("front desk", true));
    EXPECT_NE(card(), first) << "another insertion is another card";
}

TEST_F(ReaderRoutes, ShowOneReaderIfItIsGranted) {
    const Served served{routes_, {}, policy_for_readers({"front*"})};
    EXPECT_EQ(ask(served, "/v1/readers/front%20desk", 200).at("id"), "front desk");
    const json::object not_granted = ask(served, "/v1/readers/back-desk", 404);
    EXPECT_EQ(not_granted.at("code"), "no_such_reader");
    json::object unknown = ask(served, "/v1/readers/nothing-1", 404);
    unknown["reader"] = "back-desk";
    EXPECT_EQ(unknown, not_granted) << "a reader that is not granted looks like one that is not there";
}

}  // namespace
}  // namespace fivestar::test
