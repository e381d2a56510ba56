// SPDX-License-Identifier: Apache-2.0
// GET /v1/events over a real socket, with readers that come and go.
#include "daemon/api/event_routes.hpp"

#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/sent_event.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using test::ApiFixture;
using test::SentEvent;
using test::text;
using testing::ElementsAre;

TEST(EventRoutes, ReadIdsAreSentToTheirOwnerAlone) {
    ApiFixture api;
    api.insert();
    api.become("station");
    test::RawClient events = api.client();
    ApiFixture::open_stream(events, ApiFixture::request("GET", "/v1/events"));
    EXPECT_EQ(next(events).name, "snapshot");
    api.become("hotel");
    EXPECT_EQ(api.post("{}").status, 200U);
    for (const char* name : {"read_started", "read_finished"}) {
        const SentEvent event = next(events);
        EXPECT_EQ(event.name, name);
        EXPECT_EQ(event.data.as_object().if_contains("read"), nullptr);
    }
}

TEST(EventRoutes, AFilterMustNameAGrantedReader) {
    ApiFixture api{{"left", "right"}};
    EXPECT_EQ(api.get("/v1/events?reader=elsewhere").code(), "no_such_reader");
    test::RawClient events = api.client();
    ApiFixture::open_stream(events, ApiFixture::request("GET", "/v1/events?reader=right"));
    EXPECT_EQ(next(events).data.at("readers").as_array().size(), 1U);
    api.insert("left");
    api.insert("right");
    EXPECT_EQ(text(next(events).data, "reader"), "right");
    Grants grants = Grants::everything();
    grants.reader_globs = {"left"};
    api.become("hotel", grants);
    EXPECT_EQ(api.get("/v1/events?reader=right").code(), "no_such_reader");
    test::RawClient own = api.client();
    ApiFixture::open_stream(own, ApiFixture::request("GET", "/v1/events"));
    const SentEvent snapshot = next(own);
    ASSERT_EQ(snapshot.data.at("readers").as_array().size(), 1U);
    EXPECT_EQ(text(snapshot.data.at("readers").at(0), "id"), "left");
}

TEST(EventRoutes, ResumesAtTheLastEventId) {
    ApiFixture api;
    test::RawClient first = api.client();
    ApiFixture::open_stream(first, ApiFixture::request("GET", "/v1/events"));
    const std::string id = next(first).id;
    api.insert();
    api.remove();
    test::RawClient second = api.client();
    ApiFixture::open_stream(second, ApiFixture::request("GET", "/v1/events", {}, "Last-Event-ID: " + id + "\r\n"));
    EXPECT_EQ(next(second).name, "card_inserted");
    EXPECT_EQ(next(second).name, "card_removed");
    test::RawClient third = api.client();
    ApiFixture::open_stream(third, ApiFixture::request("GET", "/v1/events", {}, "Last-Event-ID: of-another-boot\r\n"));
    EXPECT_EQ(next(third).name, "resync");
    EXPECT_EQ(next(third).name, "snapshot");
}

TEST(EventRoutes, ServesManySubscribers) {
    constexpr std::size_t subscribers = 200;
    ApiFixture api;
    std::vector<std::unique_ptr<test::RawClient>> clients;
    for (std::size_t count = 0; count < subscribers; ++count) {
        clients.push_back(std::make_unique<test::RawClient>(api.client()));
        ApiFixture::open_stream(*clients.back(), ApiFixture::request("GET", "/v1/events"));
        ASSERT_EQ(next(*clients.back()).name, "snapshot");
    }
    api.insert();
    EXPECT_EQ(api.post("{}").status, 200U);
    for (const auto& client : clients) {
        std::vector<std::string> names;
        for (int count = 0; count < 3; ++count) names.push_back(next(*client).name);
        ASSERT_THAT(names, ElementsAre("card_inserted", "read_started", "read_finished"));
    }
    clients.clear();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    std::size_t left = subscribers;
    while (left != 0 && std::chrono::steady_clock::now() < end) {
        api.on_io([&] { left = api.hub().subscribers(); });
    }
    EXPECT_EQ(left, 0U);
}

}  // namespace
}  // namespace fivestar::daemon
