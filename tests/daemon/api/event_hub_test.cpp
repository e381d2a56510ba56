// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/event_hub.hpp"

#include "tests/daemon/api/recording_stream.hpp"
#include "tests/support/manual_clock.hpp"

#include <deque>
#include <stop_token>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class EventHubTest : public testing::Test {
  protected:
    struct Listening {
        explicit Listening(const boost::asio::any_io_executor& executor) : stream(executor) {}
        test::RecordingStream stream;
        std::stop_source stop = {};
        bool over = false;
    };

    ~EventHubTest() override {
        for (Listening& one : listening) one.stop.request_stop();
        for (Listening& one : listening) one.stream.go();
        settle();
        EXPECT_EQ(hub.subscribers(), 0U);
    }

    Listening& listen(Subscriber subscriber) {
        Listening& one = listening.emplace_back(context.get_executor());
        subscriber.ended = one.stop.get_token();
        boost::asio::co_spawn(context, hub.serve(one.stream, std::move(subscriber)),
                              [&one](const std::exception_ptr& thrown) { one.over = thrown == nullptr; });
        settle();
        return one;
    }
    Listening& listen(const std::string& client, const std::string& last_event_id = {}) {
        return listen(Subscriber{.client = client, .grants = everything, .last_event_id = last_event_id});
    }

    void settle() {
        context.restart();
        context.poll();
    }

    void inserted(const std::string& reader, const std::string& card) {
        hub.publish({.name = "card_inserted",
                     .at = WallTime{1709210096s},
                     .reader = reader,
                     .reader_name = "Name of " + reader,
                     .card = card,
                     .kind = "emrtd"});
    }
    void insert_many(int count) {
        for (int card = 1; card <= count; ++card) inserted("a", "c" + std::to_string(card));
    }

    std::shared_ptr<const Grants> everything = std::make_shared<const Grants>(Grants::everything());
    SystemClock clock;
    SystemRandom random;
    boost::asio::io_context context;
    std::deque<Listening> listening;
    EventHub hub{context.get_executor(), clock, random, [](const Grants&, std::string_view reader) {
                     json::array readers;
                     readers.emplace_back(reader.empty() ? "all" : reader);
                     return readers;
                 }};
};

TEST_F(EventHubTest, EachStreamStartsWithASnapshot) {
    const Listening& one = listen("hotel");
    ASSERT_THAT(one.stream.names(), ElementsAre("snapshot"));
    EXPECT_EQ(json::serialize(one.stream.events[0].data.at("readers")), R"(["all"])");
    EXPECT_TRUE(one.stream.events[0].id.ends_with("-0"));
    inserted("a", "c1");
    settle();
    ASSERT_THAT(one.stream.names(), ElementsAre("snapshot", "card_inserted"));
    EXPECT_EQ(one.stream.events[1].data,
              json::parse(R"({"at":"2024-02-29T12:34:56Z","reader":"a","card":"c1","kind":"emrtd"})"));
    EXPECT_TRUE(one.stream.events[1].id.ends_with("-1"));
}

TEST_F(EventHubTest, ASnapshotReplacesEarlierEvents) {
    insert_many(3);
    const Listening& one = listen("hotel");
    ASSERT_THAT(one.stream.names(), ElementsAre("snapshot"));
    EXPECT_TRUE(one.stream.events[0].id.ends_with("-3"));
}

TEST_F(EventHubTest, ReadIdsAreSentToTheirOwnerAlone) {
    const Listening& owner = listen("hotel");
    const Listening& other = listen("station");
    hub.publish(
        {.name = "read_finished", .reader = "a", .card = "c1", .outcome = "done", .owner = "hotel", .read = "id"});
    settle();
    EXPECT_EQ(owner.stream.events.at(1).data,
              json::parse(R"({"at":"1970-01-01T00:00:00Z","reader":"a","card":"c1","outcome":"done","read":"id"})"));
    EXPECT_EQ(other.stream.events.at(1).data,
              json::parse(R"({"at":"1970-01-01T00:00:00Z","reader":"a","card":"c1","outcome":"done"})"));
}

TEST_F(EventHubTest, EventsOfReadersThatAreNotGrantedAreHidden) {
    Grants some = Grants::everything();
    some.reader_globs = {"b", "*of c"};
    const Listening& one = listen({.client = "hotel", .grants = std::make_shared<const Grants>(some)});
    for (const char* reader : {"a", "b", "c"}) inserted(reader, reader);
    hub.publish({.name = "pcsc_lost"});
    settle();
    ASSERT_THAT(one.stream.names(), ElementsAre("snapshot", "card_inserted", "card_inserted", "pcsc_lost"));
    EXPECT_EQ(one.stream.events[1].data.at("reader"), "b");
    EXPECT_EQ(one.stream.events[2].data.at("reader"), "c");
    EXPECT_EQ(json::serialize(one.stream.events[3].data), R"({"at":"1970-01-01T00:00:00Z"})");
}

TEST_F(EventHubTest, AFilterSelectsOneReaderAndTheService) {
    const Listening& one = listen({.client = "hotel", .grants = everything, .reader = "b"});
    EXPECT_EQ(json::serialize(one.stream.events.at(0).data.at("readers")), R"(["b"])");
    inserted("a", "c1");
    inserted("b", "c2");
    hub.publish({.name = "pcsc_back"});
    settle();
    EXPECT_THAT(one.stream.names(), ElementsAre("snapshot", "card_inserted", "pcsc_back"));
}

TEST_F(EventHubTest, AClientThatReconnectsGetsTheMissedEvents) {
    Listening& one = listen("hotel");
    insert_many(2);
    settle();
    one.stop.request_stop();
    settle();
    EXPECT_TRUE(one.over);
    inserted("a", "c3");
    inserted("b", "c4");
    const Listening& again = listen("hotel", one.stream.events.at(1).id);
    ASSERT_THAT(again.stream.names(), ElementsAre("card_inserted", "card_inserted", "card_inserted"));
    EXPECT_EQ(again.stream.events[0].data.at("card"), "c2");
    EXPECT_EQ(again.stream.events[2].data.at("card"), "c4");
    EXPECT_EQ(listen("hotel", again.stream.events[2].id).stream.events.size(), 0U);
}

TEST_F(EventHubTest, ExactlyAThousandAndTwentyFourAreKept) {
    const std::string start = listen("hotel").stream.events.at(0).id;
    insert_many(EventHub::kept);
    EXPECT_EQ(listen("station", start).stream.events.size(), EventHub::kept);
    inserted("a", "one more");
    EXPECT_THAT(listen("station", start).stream.names(), ElementsAre("resync", "snapshot"));
}

TEST_F(EventHubTest, AnUnknownIdCausesAResync) {
    const std::string id = listen("hotel").stream.events.at(0).id;
    const std::string boot = id.substr(0, id.find('-'));
    inserted("a", "c1");
    for (const std::string& unknown :
         std::vector<std::string>{std::string{"x"}, boot, boot + "-", boot + "-2", boot + "--1", boot + "-1x",
                                  boot + "-18446744073709551616", "0000000000000000-0", std::string(5000, '9')}) {
        EXPECT_THAT(listen("hotel", unknown).stream.names(), ElementsAre("resync", "snapshot")) << unknown;
    }
    const EventHub another{context.get_executor(), clock, random,
                           [](const Grants&, std::string_view) { return json::array{}; }};
    EXPECT_THAT(listen("hotel", boot + "-1").stream.names(), IsEmpty());
}

TEST_F(EventHubTest, ASlowSubscriberIsResynchronised) {
    Listening& slow = listen("hotel");
    const Listening& quick = listen("station");
    slow.stream.hold();
    inserted("a", "taken from the queue, not yet by the client");
    settle();
    insert_many(EventHub::max_behind);
    settle();
    slow.stream.release();
    settle();
    EXPECT_EQ(slow.stream.events.size(), 2 + EventHub::max_behind);

    slow.stream.hold();
    inserted("a", "taken from the queue, not yet by the client");
    settle();
    insert_many(EventHub::max_behind);
    settle();
    inserted("a", "one too many");
    settle();
    slow.stream.release();
    settle();
    const auto names = slow.stream.names();
    EXPECT_EQ(names.size(), 2 + EventHub::max_behind + 3);
    EXPECT_EQ(names[names.size() - 2], "resync");
    EXPECT_EQ(names.back(), "snapshot");
    inserted("b", "c9");
    settle();
    EXPECT_EQ(slow.stream.names().back(), "card_inserted");
    EXPECT_EQ(quick.stream.events.size(), 1 + 2 * EventHub::max_behind + 4);
}

TEST_F(EventHubTest, EventsDuringASnapshotFollowIt) {
    Listening& one = listening.emplace_back(context.get_executor());
    one.stream.hold();
    boost::asio::co_spawn(
        context, hub.serve(one.stream, {.client = "hotel", .grants = everything, .ended = one.stop.get_token()}),
        boost::asio::detached);
    settle();
    inserted("a", "c1");
    one.stream.release();
    settle();
    EXPECT_THAT(one.stream.names(), ElementsAre("snapshot", "card_inserted"));
}

TEST_F(EventHubTest, ASubscriberThatLeavesIsRemovedAtOnce) {
    Listening& one = listen("hotel");
    Listening& two = listen("hotel");
    EXPECT_EQ(hub.subscribers(), 2U);
    one.stop.request_stop();
    settle();
    EXPECT_EQ(hub.subscribers(), 1U);
    two.stream.go();
    inserted("a", "c1");
    settle();
    EXPECT_EQ(hub.subscribers(), 0U);
}

TEST_F(EventHubTest, StreamsEndWithTheirGrants) {
    const Listening& one = listen("hotel");
    hub.end_streams();
    settle();
    EXPECT_TRUE(one.over);
    EXPECT_EQ(hub.subscribers(), 0U);
}

TEST_F(EventHubTest, TwoHundredSubscribersGetAllEventsInOrder) {
    for (int client = 0; client < 200; ++client) listen("client " + std::to_string(client));
    insert_many(500);
    for (int turn = 0; turn < 3; ++turn) settle();
    // More events were published, without a subscriber taking one, than a subscriber may be behind.
    for (const Listening& one : listening) {
        EXPECT_THAT(one.stream.names(), ElementsAre("snapshot", "resync", "snapshot"));
    }
    for (int card = 0; card < 100; ++card) {
        inserted("a", std::to_string(card));
        settle();
    }
    for (const Listening& one : listening) {
        ASSERT_EQ(one.stream.events.size(), 103U);
        for (int card = 0; card < 100; ++card) {
            EXPECT_EQ(one.stream.events[static_cast<std::size_t>(card) + 3].data.at("card").as_string(),
                      std::to_string(card));
        }
    }
}

TEST(EventHubHeartbeat, CommentsAreSentOnlyWhileThereAreNoEvents) {
    SystemClock clock;
    SystemRandom random;
    boost::asio::io_context context;
    EventHub hub{context.get_executor(), clock, random, [](const Grants&, std::string_view) { return json::array{}; },
                 5ms};
    EXPECT_EQ(context.run(), 0U);  // nobody subscribes: no timer

    test::RecordingStream stream{context.get_executor()};
    std::stop_source stop;
    boost::asio::co_spawn(context,
                          hub.serve(stream, {.client = "hotel",
                                             .grants = std::make_shared<const Grants>(Grants::everything()),
                                             .ended = stop.get_token()}),
                          boost::asio::detached);
    context.restart();
    while (stream.comments < 3) context.run_one();
    EXPECT_THAT(stream.names(), ElementsAre("snapshot"));
    stop.request_stop();
    context.run();  // ends: no timer is left
    EXPECT_EQ(hub.subscribers(), 0U);
}

}  // namespace
}  // namespace fivestar::daemon
