// SPDX-License-Identifier: Apache-2.0
// A read that is answered with a stream of events, by docs/API.md.
#include "daemon/api/read_answer.hpp"

#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/readings.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using test::ApiFixture;
using test::full_outcome;
using test::granted;
using test::text;

constexpr std::string_view stream_headers = "Accept: text/event-stream\r\n";

std::vector<test::SentEvent> stream_of(ApiFixture& api, std::string_view body) {
    test::RawClient client = api.client();
    ApiFixture::open_stream(client, ApiFixture::request("POST", "/v1/read", body, stream_headers));
    std::vector<test::SentEvent> events;
    while (events.empty() || (events.back().name != "result" && events.back().name != "problem")) {
        auto event = ApiFixture::next_event(client);
        if (!event) break;
        events.push_back(std::move(*event));
    }
    EXPECT_TRUE(client.is_closed());
    return events;
}

CardReader telling(int steps, bool text_is_early, Outcome chain = Outcome::passed) {
    return [=](apdu::CardConnection&, const ReadRequest&, ReadObserver& observer, JobContext&) {
        auto outcome = full_outcome();
        if (chain == Outcome::failed)
            outcome.verification[identity::CheckName::certificate_chain].report(Reason::broken);
        for (std::uint32_t step = 1; step <= static_cast<std::uint32_t>(steps); ++step) {
            observer.progress({.step = "read_dg2", .index = step, .of = 9, .bytes_done = step, .bytes_total = 1000});
        }
        if (text_is_early) {
            auto so_far = full_outcome();
            so_far.record.portrait.reset();
            if (chain == Outcome::failed)
                so_far.verification[identity::CheckName::certificate_chain].report(Reason::broken);
            observer.text_ready(so_far);
        }
        observer.progress({.step = "verify", .index = 9, .of = 9, .bytes_done = 0, .bytes_total = 0});
        return Result<ReadOutcome>{std::move(outcome)};
    };
}

TEST(ReadStream, SendsProgressRecordAndResult) {
    ApiFixture api;
    api.insert();
    api.set_reading(telling(1, true));
    const auto events = stream_of(api, "{}");
    ASSERT_GE(events.size(), 3U);
    const auto& result = events.back();
    ASSERT_EQ(result.name, "result");
    EXPECT_NE(result.data.at("record").as_object().if_contains("portrait"), nullptr);
    EXPECT_EQ(api.get("/v1/reads/" + text(result.data, "id")).body, result.data);
    int records = 0;
    for (const auto& event : events) {
        if (event.name == "record") {
            ++records;
            EXPECT_EQ(event.data.at("id"), result.data.at("id"));
            EXPECT_EQ(event.data.at("record").as_object().if_contains("portrait"), nullptr);
            EXPECT_EQ(event.data.at("record").at("holder"), result.data.at("record").at("holder"));
        }
        if (event.name == "progress") {
            EXPECT_EQ(event.data.as_object().size(), 5U);
        }
    }
    EXPECT_EQ(records, 1);
    EXPECT_EQ(events.front().name, "progress");
}

/// However late the client's turn comes: all that is told here is there before the first of it is sent.
TEST(ReadStream, SendsTheRecordBeforeLaterProgress) {
    ApiFixture api;
    api.insert();
    api.set_reading(telling(3, true));
    for (int round = 0; round < 20; ++round) {
        std::vector<std::string> told;
        for (const auto& event : stream_of(api, "{}")) {
            told.push_back(event.name == "progress" ? text(event.data, "step") : event.name);
        }
        const auto record = std::ranges::find(told, "record");
        EXPECT_EQ(std::ranges::find(record, told.end(), "read_dg2"), told.end());
        EXPECT_EQ(std::ranges::find(told.begin(), record, "verify"), record);
        EXPECT_NE(std::ranges::find(told.begin(), record, "read_dg2"), record);
    }
}

// A text that is not UTF-8, wherever it comes from, makes neither an event nor an answer undecodable.
TEST(ReadStream, IsUtf8WhateverARecordHolds) {
    ApiFixture api;
    api.insert();
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver& observer, JobContext&) {
        auto outcome = full_outcome();
        outcome.record.holder.address = PersonalText{"\xE8\xAF \xC9\xED"};
        auto so_far = full_outcome();
        so_far.record.holder.address = outcome.record.holder.address->clone();
        observer.text_ready(so_far);
        return Result<ReadOutcome>{std::move(outcome)};
    });
    const auto address = [](const boost::json::value& answer) {
        return std::string{answer.at("record").at("holder").at("address").as_string()};
    };
    const auto events = stream_of(api, "{}");
    ASSERT_GE(events.size(), 2U);
    for (const auto& event : events) {
        if (event.name == "record" || event.name == "result") {
            EXPECT_EQ(address(event.data), "\uFFFD \uFFFD\uFFFD") << event.name;
        }
    }
    EXPECT_EQ(address(api.post("{}").body), "\uFFFD \uFFFD\uFFFD");
}

TEST(ReadStream, TellsAtOnceWhatItWaitsFor) {
    ApiFixture api;
    test::RawClient client = api.client();
    ApiFixture::open_stream(
        client,
        ApiFixture::request("POST", "/v1/read",
                            R"({"reader":"front-desk","access":{"scanned":true},"wait_seconds":100})", stream_headers));
    const auto for_card = ApiFixture::next_event(client);
    ASSERT_TRUE(for_card);
    EXPECT_EQ(for_card->name, "waiting");
    EXPECT_EQ(text(for_card->data, "for"), "card");
    EXPECT_EQ(text(for_card->data, "reader"), "front-desk");
    EXPECT_LE(for_card->data.at("seconds_left").as_int64(), 100);
    api.insert();
    const auto for_key = ApiFixture::next_event(client);
    ASSERT_TRUE(for_key);
    EXPECT_EQ(for_key->name, "waiting");
    EXPECT_EQ(text(for_key->data, "for"), "scanned_key");
    ASSERT_EQ(api.put("/v1/readers/front-desk/key",
                      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                      "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
                  .status,
              200U);  // Doc 9303-4 Appendix B
    std::string last;
    while (auto event = ApiFixture::next_event(client)) {
        last = event->name;
        EXPECT_NE(last, "waiting") << "a wait is told once";
        if (last == "result" || last == "problem") break;
    }
    EXPECT_EQ(last, "result");
}

TEST(ReadStream, TellsThatItsReaderIsBusy) {
    test::Happening started;
    test::Happening may_end;
    ApiFixture api;
    api.insert();
    api.set_reading([&](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        started.happen();
        EXPECT_TRUE(may_end.wait());
        return Result<ReadOutcome>{full_outcome()};
    });
    test::RawClient first = api.client();
    ASSERT_TRUE(first.send(ApiFixture::request("POST", "/v1/read", "{}")));
    ASSERT_TRUE(started.wait());
    test::RawClient second = api.client();
    ApiFixture::open_stream(second, ApiFixture::request("POST", "/v1/read", R"({"wait_seconds":100})", stream_headers));
    const auto waiting = ApiFixture::next_event(second);
    may_end.happen();
    ASSERT_TRUE(waiting);
    EXPECT_EQ(waiting->name, "waiting");
    EXPECT_EQ(text(waiting->data, "for"), "reader");
}

TEST(ReadStream, DoesNotWaitWithoutATimeToWait) {
    ApiFixture api;
    const auto events = stream_of(api, "{}");
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events.front().name, "problem");
    EXPECT_EQ(text(events.front().data, "code"), "no_card");
}

TEST(ReadStream, SendsCommentsDuringSilence) {
    ApiFixture api{{"front-desk"}, {}, std::chrono::milliseconds{1}};
    test::RawClient client = api.client();
    ApiFixture::open_stream(client, ApiFixture::request("POST", "/v1/read", R"({"wait_seconds":100})", stream_headers));
    ASSERT_TRUE(client.until("\n\n:\n\n:\n\n")) << "the event `waiting`, then comments";
}

TEST(ReadStream, CoalescesProgress) {
    ApiFixture api;
    api.insert();
    api.set_reading(telling(100'000, false));
    const auto events = stream_of(api, "{}");
    ASSERT_GE(events.size(), 3U);
    EXPECT_LT(events.size(), 50'000U);
    EXPECT_EQ(events[events.size() - 2].name, "record");                // before the result in any case
    EXPECT_EQ(text(events[events.size() - 3].data, "step"), "verify");  // the last progress is not lost
}

TEST(ReadStream, EndsWithAProblem) {
    ApiFixture api;
    const auto without_card = stream_of(api, "{}");
    ASSERT_EQ(without_card.size(), 1U);
    EXPECT_EQ(text(without_card[0].data, "code"), "no_card");
    api.insert();
    api.set_reading(failing({ErrorCode::access_denied, 0x6300, "bac"}));
    const auto denied = stream_of(api, "{}");
    EXPECT_EQ(denied.back().name, "problem");
    EXPECT_EQ(text(denied.back().data, "code"), "access_denied");
    EXPECT_EQ(denied.back().data.at("status"), 422);
}

TEST(ReadStream, RefusesBeforeTheStreamStarts) {
    ApiFixture api;
    EXPECT_EQ(api.post(R"({"wait_for":"never"})", stream_headers).status, 400U);
    api.become("hotel", granted({"holder.names"}));
    EXPECT_EQ(api.post(R"({"fields":["portrait"]})", stream_headers).status, 403U);
}

TEST(ReadStream, SendsNoRecordBeforeRequirementsAreMet) {
    ApiFixture api;
    api.insert();
    api.set_reading(telling(1, true, Outcome::failed));
    const auto events = stream_of(api, R"({"require":["certificate_chain"]})");
    for (const auto& event : events) EXPECT_NE(event.name, "record");
    EXPECT_EQ(text(events.back().data, "code"), "requirement_failed");
}

TEST(ReadStream, AClientThatLeavesCancelsTheRead) {
    HeldReading held;
    ApiFixture api;
    api.insert();
    api.set_reading(held.reader());
    {
        test::RawClient client = api.client();
        ApiFixture::open_stream(client, ApiFixture::request("POST", "/v1/read", "{}", stream_headers));
        ASSERT_TRUE(held.begun.wait());
    }
    EXPECT_TRUE(held.stopped.wait());
}

}  // namespace
}  // namespace fivestar::daemon
