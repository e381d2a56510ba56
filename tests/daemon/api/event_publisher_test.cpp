// SPDX-License-Identifier: Apache-2.0
// Events of the readers reach a client that watches.
#include "daemon/api/event_publisher.hpp"

#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/sent_event.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using test::ApiFixture;
using test::SentEvent;
using test::text;
using testing::AnyOf;
using testing::ElementsAre;

TEST(EventRoutes, SendsASnapshotAndThenEvents) {
    ApiFixture api;
    test::RawClient events = api.client();
    ApiFixture::open_stream(events, ApiFixture::request("GET", "/v1/events"));
    const SentEvent snapshot = next(events);
    EXPECT_EQ(snapshot.name, "snapshot");
    ASSERT_EQ(snapshot.data.at("readers").as_array().size(), 1U);
    EXPECT_EQ(text(snapshot.data.at("readers").at(0), "id"), "front-desk");
    EXPECT_EQ(text(snapshot.data.at("readers").at(0), "state"), "empty");

    const std::string card = api.insert();
    const SentEvent inserted = next(events);
    EXPECT_EQ(inserted.name, "card_inserted");
    EXPECT_EQ(text(inserted.data, "reader"), "front-desk");
    EXPECT_EQ(text(inserted.data, "card"), card);
    EXPECT_EQ(inserted.data.as_object().count("kind"), 1U);

    const std::string read = text(api.post("{}").body, "id");
    const SentEvent started = next(events);
    EXPECT_EQ(started.name, "read_started");
    EXPECT_EQ(text(started.data, "read"), read);
    const SentEvent finished = next(events);
    EXPECT_EQ(finished.name, "read_finished");
    EXPECT_EQ(text(finished.data, "outcome"), "done");
    EXPECT_EQ(text(finished.data, "card"), card);

    api.remove();
    EXPECT_EQ(next(events).name, "card_removed");
    api.source().add_reader("back-office");
    EXPECT_EQ(next(events).name, "reader_added");
    api.source().remove_reader("back-office");
    EXPECT_EQ(next(events).name, "reader_removed");
    api.source().set_service(ServiceState::unavailable);
    api.source().set_service(ServiceState::connected);
    std::vector<std::string> of_service;
    while (of_service.size() < 2) {  // its readers go and come as well
        const SentEvent event = next(events);
        ASSERT_THAT(event.name, AnyOf("pcsc_lost", "pcsc_back", "reader_removed", "reader_added"));
        if (event.name.starts_with("pcsc")) of_service.push_back(event.name);
    }
    EXPECT_THAT(of_service, ElementsAre("pcsc_lost", "pcsc_back"));
}

}  // namespace
}  // namespace fivestar::daemon
