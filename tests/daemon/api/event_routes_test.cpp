// GET /v1/events over a real socket, with readers that come and go.
#include "daemon/api/event_routes.hpp"

#include "tests/daemon/api/api_fixture.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using test::ReadHouse;
using test::SentEvent;
using test::text;
using testing::AnyOf;
using testing::ElementsAre;

SentEvent next(test::RawClient& client) {
    return ReadHouse::next_event(client).value_or(SentEvent{.name = "none", .id = {}, .data = nullptr});
}

TEST(EventRoutes, TellsWhatHappensFromTheFirstMoment) {
    ReadHouse house;
    test::RawClient events = house.client();
    ReadHouse::open_stream(events, ReadHouse::request("GET", "/v1/events"));
    const SentEvent snapshot = next(events);
    EXPECT_EQ(snapshot.name, "snapshot");
    ASSERT_EQ(snapshot.data.at("readers").as_array().size(), 1U);
    EXPECT_EQ(text(snapshot.data.at("readers").at(0), "id"), "front-desk");
    EXPECT_EQ(text(snapshot.data.at("readers").at(0), "state"), "empty");

    const std::string card = house.insert();
    const SentEvent inserted = next(events);
    EXPECT_EQ(inserted.name, "card_inserted");
    EXPECT_EQ(text(inserted.data, "reader"), "front-desk");
    EXPECT_EQ(text(inserted.data, "card"), card);
    EXPECT_EQ(inserted.data.as_object().count("kind"), 1U);

    const std::string read = text(house.post("{}").body, "id");
    const SentEvent started = next(events);
    EXPECT_EQ(started.name, "read_started");
    EXPECT_EQ(text(started.data, "read"), read);
    const SentEvent finished = next(events);
    EXPECT_EQ(finished.name, "read_finished");
    EXPECT_EQ(text(finished.data, "outcome"), "done");
    EXPECT_EQ(text(finished.data, "card"), card);

    house.remove();
    EXPECT_EQ(next(events).name, "card_removed");
    house.source().add_reader("back-office");
    EXPECT_EQ(next(events).name, "reader_added");
    house.source().remove_reader("back-office");
    EXPECT_EQ(next(events).name, "reader_removed");
    house.source().set_service(ServiceState::unavailable);
    house.source().set_service(ServiceState::connected);
    std::vector<std::string> of_service;
    while (of_service.size() < 2) {  // its readers go and come as well
        const SentEvent event = next(events);
        ASSERT_THAT(event.name, AnyOf("pcsc_lost", "pcsc_back", "reader_removed", "reader_added"));
        if (event.name.starts_with("pcsc")) of_service.push_back(event.name);
    }
    EXPECT_THAT(of_service, ElementsAre("pcsc_lost", "pcsc_back"));
}

TEST(EventRoutes, ReadIdsAreTheirOwners) {
    ReadHouse house;
    house.insert();
    house.become("station");
    test::RawClient events = house.client();
    ReadHouse::open_stream(events, ReadHouse::request("GET", "/v1/events"));
    EXPECT_EQ(next(events).name, "snapshot");
    house.become("hotel");
    EXPECT_EQ(house.post("{}").status, 200U);
    for (const char* name : {"read_started", "read_finished"}) {
        const SentEvent event = next(events);
        EXPECT_EQ(event.name, name);
        EXPECT_EQ(event.data.as_object().if_contains("read"), nullptr);
    }
}

TEST(EventRoutes, AFilterNamesAReaderThatExistsForTheClient) {
    ReadHouse house{{"left", "right"}};
    EXPECT_EQ(house.get("/v1/events?reader=elsewhere").code(), "no_such_reader");
    test::RawClient events = house.client();
    ReadHouse::open_stream(events, ReadHouse::request("GET", "/v1/events?reader=right"));
    EXPECT_EQ(next(events).data.at("readers").as_array().size(), 1U);
    house.insert("left");
    house.insert("right");
    EXPECT_EQ(text(next(events).data, "reader"), "right");
    Grants grants = Grants::everything();
    grants.reader_globs = {"left"};
    house.become("hotel", grants);
    EXPECT_EQ(house.get("/v1/events?reader=right").code(), "no_such_reader");
    test::RawClient own = house.client();
    ReadHouse::open_stream(own, ReadHouse::request("GET", "/v1/events"));
    const SentEvent snapshot = next(own);
    ASSERT_EQ(snapshot.data.at("readers").as_array().size(), 1U);
    EXPECT_EQ(text(snapshot.data.at("readers").at(0), "id"), "left");
}

TEST(EventRoutes, ComesBackToWhereItWas) {
    ReadHouse house;
    test::RawClient first = house.client();
    ReadHouse::open_stream(first, ReadHouse::request("GET", "/v1/events"));
    const std::string id = next(first).id;
    house.insert();
    house.remove();
    test::RawClient second = house.client();
    ReadHouse::open_stream(second, ReadHouse::request("GET", "/v1/events", {}, "Last-Event-ID: " + id + "\r\n"));
    EXPECT_EQ(next(second).name, "card_inserted");
    EXPECT_EQ(next(second).name, "card_removed");
    test::RawClient third = house.client();
    ReadHouse::open_stream(third, ReadHouse::request("GET", "/v1/events", {}, "Last-Event-ID: of-another-boot\r\n"));
    EXPECT_EQ(next(third).name, "resync");
    EXPECT_EQ(next(third).name, "snapshot");
}

TEST(EventRoutes, ServesManyWhoListen) {
    constexpr std::size_t subscribers = 200;
    ReadHouse house;
    std::vector<std::unique_ptr<test::RawClient>> clients;
    for (std::size_t count = 0; count < subscribers; ++count) {
        clients.push_back(std::make_unique<test::RawClient>(house.client()));
        ReadHouse::open_stream(*clients.back(), ReadHouse::request("GET", "/v1/events"));
        ASSERT_EQ(next(*clients.back()).name, "snapshot");
    }
    house.insert();
    EXPECT_EQ(house.post("{}").status, 200U);
    for (const auto& client : clients) {
        std::vector<std::string> names;
        for (int count = 0; count < 3; ++count) names.push_back(next(*client).name);
        ASSERT_THAT(names, ElementsAre("card_inserted", "read_started", "read_finished"));
    }
    clients.clear();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    std::size_t left = subscribers;
    while (left != 0 && std::chrono::steady_clock::now() < end) {
        house.on_io([&] { left = house.hub().subscribers(); });
    }
    EXPECT_EQ(left, 0U);
}

}  // namespace
}  // namespace fivestar::daemon
