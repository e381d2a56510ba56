// POST /v1/read and /v1/reads over a real socket: what the contract promises (docs/API.md), seen from outside.
#include "daemon/api/read_routes.hpp"

#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"
#include "tests/support/vector_file.hpp"

#include <atomic>
#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using test::full_outcome;
using test::granted;
using test::Happening;
using test::JsonAnswer;
using test::ReadHouse;
using test::text;

/// A reading that begins, and ends when it is let go or nobody wants it any more.
struct HeldReading {
    Happening begun;
    Happening let_go;
    Happening stopped;

    [[nodiscard]] CardReader reader() {
        return
            [this](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext& job) -> Result<ReadOutcome> {
                const std::stop_callback on_stop{job.stop(), [this] {
                                                     stopped.happen();
                                                     let_go.happen();
                                                 }};
                begun.happen();
                EXPECT_TRUE(let_go.wait());
                if (job.stop().stop_requested()) return fail(ErrorCode::cancelled);
                return full_outcome();
            };
    }
};

CardReader failing(Error error) {
    return [error](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) -> Result<ReadOutcome> {
        return std::unexpected{error};
    };
}

TEST(ReadRoutes, ACardIsReadAndHeld) {
    ReadHouse house;
    const std::string card = house.insert();
    const JsonAnswer read = house.post("{}");
    ASSERT_EQ(read.status, 200U) << read.head;
    EXPECT_EQ(text(read.body, "card"), card);
    EXPECT_EQ(text(read.body, "reader"), "front-desk");
    EXPECT_EQ(text(read.body, "profile"), "lds");
    EXPECT_EQ(text(read.body.at("record").at("document"), "number"), "931586198001010028");
    EXPECT_EQ(text(read.body.at("verification"), "verdict"), "genuine");
    const std::string path = "/v1/reads/" + text(read.body, "id");
    EXPECT_EQ(text(read.body.at("record").at("portrait"), "href"), path + "/portrait");

    const JsonAnswer again = house.get(path);
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(again.body, read.body);
    EXPECT_EQ(house.get(path + "?view=human").field(), "view");
    const JsonAnswer refused = house.get(path + "?view=citizen");
    EXPECT_EQ(refused.status, 422U);
    EXPECT_EQ(refused.code(), "not_representable");

    EXPECT_EQ(house.erase(path).status, 204U);
    for (const JsonAnswer& gone : {house.get(path), house.get(path + "/portrait"), house.erase(path)}) {
        EXPECT_EQ(gone.status, 404U);
        EXPECT_EQ(gone.code(), "no_such_read");
    }
}

TEST(ReadRoutes, ThePortraitIsItsOriginalOctets) {
    ReadHouse house;
    house.insert();
    const std::string path = "/v1/reads/" + text(house.post("{}").body, "id") + "/portrait";
    for (const char* accept :
         {"", "Accept: */*\r\n", "Accept: image/jpeg\r\n", "Accept: image/png;q=1, image/*;q=0.1\r\n"}) {
        const auto answer = house.client().ask(ReadHouse::request("GET", path, {}, accept));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200U) << accept;
        EXPECT_NE(answer->head.find("Content-Type: image/jpeg\r\n"), std::string::npos) << answer->head;
        EXPECT_EQ(answer->body, as_text(test::specimen_portrait()));
    }
    for (const char* accept : {"Accept: image/png\r\n", "Accept: image/jpeg;q=0, */*\r\n"}) {
        EXPECT_EQ(house.get(path, accept).code(), "not_acceptable") << accept;
    }
}

/// A house whose reads bring this portrait.
void show(ReadHouse& house, const char* picture, identity::MediaType type, std::uint32_t width, std::uint32_t height) {
    house.set_reading(
        [=](apdu::CardConnection&, const daemon::ReadRequest&, daemon::ReadObserver&, daemon::JobContext&) {
            daemon::ReadOutcome outcome = test::full_outcome();
            outcome.record.portrait = identity::Portrait{.media_type = type,
                                                         .width = width,
                                                         .height = height,
                                                         .octets = PersonalBytes{test::read_vector_bytes(picture)}};
            return Result<daemon::ReadOutcome>{std::move(outcome)};
        });
}

TEST(ReadRoutes, ThePortraitIsConvertedWhereTheClientTakesNoOther) {
    ReadHouse house;
    show(house, "images/pattern.jp2", identity::MediaType::jp2, 24, 16);
    house.insert();
    const std::string path = "/v1/reads/" + text(house.post("{}").body, "id") + "/portrait";
    struct Case {
        const char* accept;
        const char* type;
        std::string_view start;
    };
    for (const auto& [accept, type, start] :
         {Case{"", "image/jp2", "\0\0\0\x0C"sv}, Case{"Accept: image/*\r\n", "image/jp2", "\0\0\0\x0C"sv},
          Case{"Accept: image/png\r\n", "image/png", "\x89PNG"},
          Case{"Accept: image/jpeg\r\n", "image/jpeg", "\xFF\xD8\xFF"},
          Case{"Accept: image/jpeg;q=0.5, image/png;q=0.4\r\n", "image/jpeg", "\xFF\xD8\xFF"},
          Case{"Accept: image/jp2;q=0.5, image/png\r\n", "image/png", "\x89PNG"},
          Case{"Accept: image/x-portable-pixmap\r\n", "image/x-portable-pixmap", "P6\n24 16\n255\n"}}) {
        const auto answer = house.client().ask(ReadHouse::request("GET", path, {}, accept));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200U) << accept;
        EXPECT_NE(answer->head.find(std::string{"Content-Type: "} + type + "\r\n"), std::string::npos) << answer->head;
        EXPECT_TRUE(answer->body.starts_with(start)) << accept;
    }
    EXPECT_EQ(house.get(path, "Accept: image/webp\r\n").code(), "not_acceptable");
}

TEST(ReadRoutes, AHostilePortraitCostsNobodyAnything) {
    ReadHouse house;
    show(house, "images/tiles.jp2", identity::MediaType::jp2, 40, 30);
    house.insert();
    const JsonAnswer read = house.post("{}");
    EXPECT_EQ(read.status, 200U);
    const std::string path = "/v1/reads/" + text(read.body, "id");
    EXPECT_EQ(house.get(path + "/portrait", "Accept: image/png\r\n").code(), "not_acceptable");
    EXPECT_EQ(house.get(path + "/portrait").status, 200U) << "as the chip has it";
    EXPECT_EQ(house.get(path).status, 200U);
}

TEST(ReadRoutes, AConversionUnderWayIsNoReasonToStay) {
    ReadHouse house;
    show(house, "images/pattern.jp2", identity::MediaType::jp2, 24, 16);
    house.insert();
    const std::string path = "/v1/reads/" + text(house.post("{}").body, "id") + "/portrait";
    std::vector<test::RawClient> clients;
    for (int count = 0; count < 8; ++count) {
        clients.push_back(house.client());
        ASSERT_TRUE(clients.back().send(ReadHouse::request("GET", path, {}, "Accept: image/jpeg\r\n")));
    }
    // The house ends with conversions under way and others waiting.
}

TEST(ReadRoutes, TheOrderHoldsTheKeysAndWhatIsWanted) {
    ReadHouse house;
    house.insert();
    std::promise<std::pair<std::string, WantedGroups>> order_seen;
    house.set_reading([&](apdu::CardConnection&, const ReadRequest& order, ReadObserver&, JobContext&) {
        order_seen.set_value({std::string{order.access.mrz_information->view()}, order.wanted});
        return Result<ReadOutcome>{full_outcome()};
    });
    const JsonAnswer read =
        house.post(R"({"access":{"document_number":"L898902C","birth_date":"1969-08-06","expiry_date":"1994-06-23"},)"
                   R"("fields":["document.number"]})");
    const auto [key, wanted] = order_seen.get_future().get();
    EXPECT_EQ(key, "L898902C<369080619406236");  // Doc 9303-11 Appendix D.2
    EXPECT_FALSE(wanted.portrait || wanted.personal_details || wanted.document_details);
    EXPECT_EQ(read.body.at("record"), boost::json::value({{"document", {{"number", "931586198001010028"}}}}));
    EXPECT_EQ(text(read.body.at("verification"), "verdict"), "genuine");
}

TEST(ReadRoutes, BadBodiesAreNamedAndReadNothing) {
    ReadHouse house;
    house.insert();
    house.set_reading(failing({ErrorCode::io_failure}));
    EXPECT_EQ(house.post("{").code(), "bad_request");
    EXPECT_EQ(house.post(R"({"wait_seconds":121})").field(), "wait_seconds");
    EXPECT_EQ(house.post(R"({"access":{"can":"1"}})").code(), "bad_access_key");
    const JsonAnswer problem = house.post(R"({"access":{"mrz":"SECRETSECRET"}})");
    EXPECT_EQ(problem.status, 400U);
    EXPECT_EQ(boost::json::serialize(problem.body).find("SECRET"), std::string::npos);
}

TEST(ReadRoutes, GrantsNarrowWhatIsAskedAndWhatIsShown) {
    ReadHouse house;
    house.insert();
    house.become("hotel", granted({"holder.names", "verification"}));
    EXPECT_EQ(house.post(R"({"fields":["holder.names","holder.address"]})").field(), "holder.address");
    EXPECT_EQ(house.post(R"({"evidence":true})").code(), "not_granted");
    const JsonAnswer read = house.post("{}");
    ASSERT_EQ(read.status, 200U);
    EXPECT_EQ(read.body.at("record").as_object().size(), 1U);
    EXPECT_EQ(read.body.at("record").at("holder").as_object().size(), 1U);
    const std::string path = "/v1/reads/" + text(read.body, "id");
    EXPECT_EQ(house.get(path + "/portrait").code(), "not_granted");

    house.become("hotel", granted({"holder.names.latin"}));
    const JsonAnswer narrowed = house.get(path);
    EXPECT_EQ(narrowed.body.at("record"),
              boost::json::value({{"holder", {{"names", {{"latin", "SPECIMEN, ZHENGJIAN"}}}}}}));
    EXPECT_EQ(narrowed.body.as_object().if_contains("verification"), nullptr);

    house.become("hotel");
    EXPECT_EQ(house.get(path).body.at("record").as_object().size(), 1U);  // more than was asked then is not shown
    EXPECT_EQ(house.get(path + "/portrait").code(), "not_found");
}

/// A read that keeps evidence if it is ordered.
Result<ReadOutcome> read_with_evidence(apdu::CardConnection&, const ReadRequest& order, ReadObserver&, JobContext&) {
    ReadOutcome outcome = full_outcome();
    if (order.evidence) outcome.evidence = test::specimen_evidence();
    return outcome;
}

std::string statement_in(const JsonAnswer& answer) {
    return text(answer.body.at("evidence"), "statement");
}

TEST(ReadRoutes, EvidenceComesOnlyIfItIsAskedForAndGranted) {
    ReadHouse house;
    house.insert();
    house.set_reading(read_with_evidence);
    for (const char* body : {"{}", R"({"evidence":false})", R"({"fields":["evidence"]})"}) {
        const JsonAnswer read = house.post(body);
        ASSERT_EQ(read.status, 200U) << body;
        EXPECT_EQ(read.body.as_object().if_contains("evidence"), nullptr) << body;
    }
    house.become("hotel", granted({"document", "holder", "verification"}));
    EXPECT_EQ(house.post(R"({"evidence":true})").code(), "not_granted");
    EXPECT_EQ(house.post(R"({"evidence":true})").field(), "evidence");
    house.become("hotel", granted({"evidence", "raw.mrz"}));
    const JsonAnswer read = house.post(R"({"evidence":true})");
    ASSERT_EQ(read.status, 200U);
    EXPECT_TRUE(read.body.at("evidence").at("signature").is_null());  // no key is configured
    const auto statement = boost::json::parse(statement_in(read));
    EXPECT_EQ(statement.at("data_groups").at(0).at("octets"), "U1BFQ0lNRU4gTVJa");  // base64 of SPECIMEN MRZ
    EXPECT_TRUE(statement.at("data_groups").at(1).at("octets").is_null());
}

TEST(ReadRoutes, EvidenceIsHeldWithItsReadAndShownToWhoMayStillSeeAllOfIt) {
    ReadHouse house;
    house.insert();
    house.set_reading(read_with_evidence);
    house.become("hotel", granted({"evidence", "raw.mrz", "holder.names"}));
    const JsonAnswer read = house.post(R"({"evidence":true})");
    ASSERT_EQ(read.status, 200U);
    const std::string path = "/v1/reads/" + text(read.body, "id");
    EXPECT_EQ(statement_in(house.get(path)), statement_in(read));
    for (const auto& less : {granted({"evidence", "holder.names"}), granted({"raw.mrz", "holder.names"})}) {
        house.become("hotel", less);
        const JsonAnswer now = house.get(path);
        ASSERT_EQ(now.status, 200U);
        EXPECT_EQ(now.body.as_object().if_contains("evidence"), nullptr);
    }
}

TEST(ReadRoutes, AStreamsResultHasTheEvidenceAndItsRecordDoesNot) {
    ReadHouse house;
    house.insert();
    house.set_reading(read_with_evidence);
    auto client = house.client();
    ReadHouse::open_stream(
        client, ReadHouse::request("POST", "/v1/read", R"({"evidence":true})", "Accept: text/event-stream\r\n"));
    const auto record = ReadHouse::next_event(client);
    const auto result = ReadHouse::next_event(client);
    ASSERT_TRUE(record && result);
    EXPECT_EQ(record->name, "record");
    EXPECT_EQ(record->data.as_object().if_contains("evidence"), nullptr);
    EXPECT_EQ(result->name, "result");
    EXPECT_NE(result->data.as_object().if_contains("evidence"), nullptr);
}

TEST(ReadRoutes, AReadExistsForItsOwnerAlone) {
    ReadHouse house;
    house.insert();
    house.become("hotel");
    const std::string path = "/v1/reads/" + text(house.post("{}").body, "id");
    house.become("station");
    EXPECT_EQ(house.get(path).code(), "no_such_read");
    EXPECT_EQ(house.get(path + "/portrait").code(), "no_such_read");
    EXPECT_EQ(house.erase(path).code(), "no_such_read");
    Grants elsewhere = Grants::everything();
    elsewhere.reader_globs = {"back-office"};
    house.become("hotel", elsewhere);
    EXPECT_EQ(house.get(path).code(), "no_such_read");
    house.become("hotel");
    EXPECT_EQ(house.get(path).status, 200U);
}

TEST(ReadRoutes, AReadEndsAfterItsCardHasLeft) {
    ReadHouse house{{"front-desk"}, {.after_removal = 0s, .at_most = 600s}};
    house.insert();
    const std::string path = "/v1/reads/" + text(house.post("{}").body, "id");
    EXPECT_EQ(house.get(path).status, 200U);
    house.remove();
    EXPECT_EQ(house.get(path).status, 404U);
}

TEST(ReadRoutes, ACardThatStaysCanBeReadAgainAndAgain) {
    ReadHouse house;
    house.insert();
    for (int count = 0; count < 100; ++count) ASSERT_EQ(house.post("{}").status, 200U);
    house.on_io([&] { EXPECT_EQ(house.store().size(), 1U); });
}

TEST(ReadRoutes, WithoutACardThereIsNothingToRead) {
    ReadHouse house;
    const JsonAnswer problem = house.post("{}");
    EXPECT_EQ(problem.status, 409U);
    EXPECT_EQ(problem.code(), "no_card");
    EXPECT_EQ(house.post(R"({"wait_for":"next"})").code(), "no_card");
    EXPECT_EQ(house.post(R"({"reader":"elsewhere"})").code(), "no_such_reader");
    EXPECT_EQ(house.post(R"({"card":"c7"})").code(), "card_changed");
}

TEST(ReadRoutes, WithoutAReaderThereIsNone) {
    ReadHouse house{{}};
    EXPECT_EQ(house.post("{}").code(), "no_reader");
}

TEST(ReadRoutes, SeveralCardsAskForAName) {
    ReadHouse house{{"left", "right"}};
    const std::string left = house.insert("left");
    house.insert("right");
    EXPECT_EQ(house.post("{}").code(), "several_cards");
    EXPECT_EQ(text(house.post(R"({"reader":"right"})").body, "reader"), "right");
    EXPECT_EQ(text(house.post(R"({"card":")" + left + R"("})").body, "reader"), "left");
    Grants grants = Grants::everything();
    grants.reader_globs = {"l*"};
    house.become("hotel", grants);
    EXPECT_EQ(text(house.post("{}").body, "reader"), "left");
    EXPECT_EQ(house.post(R"({"reader":"right"})").code(), "no_such_reader");
}

TEST(ReadRoutes, WaitsForACard) {
    ReadHouse house;
    test::RawClient client = house.client();
    ASSERT_TRUE(client.send(ReadHouse::request("POST", "/v1/read", R"({"wait_seconds":60})")));
    house.on_io([] {});
    const std::string card = house.insert();
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200U);
    EXPECT_NE(answer->body.find(card), std::string::npos);
}

TEST(ReadRoutes, TheNextCardIsNotTheOneThatLiesThere) {
    ReadHouse house;
    house.insert();
    test::RawClient client = house.client();
    ASSERT_TRUE(client.send(ReadHouse::request("POST", "/v1/read", R"({"wait_for":"next","wait_seconds":60})")));
    // A second request on the same thread is answered after the first began to wait.
    EXPECT_EQ(house.post(R"({"reader":"elsewhere"})").code(), "no_such_reader");
    house.remove();
    const std::string next = house.insert();
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200U);
    EXPECT_NE(answer->body.find(next), std::string::npos);
}

TEST(ReadRoutes, AWaitRunsOut) {
    ReadHouse house;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(house.post(R"({"wait_seconds":1})").code(), "no_card");
    EXPECT_GE(std::chrono::steady_clock::now() - start, 1s);
}

TEST(ReadRoutes, ABusyReaderIsToldOrWaitedFor) {
    HeldReading held;
    ReadHouse house;
    house.insert();
    house.set_reading(held.reader());
    test::RawClient first = house.client();
    ASSERT_TRUE(first.send(ReadHouse::request("POST", "/v1/read", "{}")));
    ASSERT_TRUE(held.begun.wait());
    const JsonAnswer refused = house.post("{}");
    EXPECT_EQ(refused.status, 423U);
    EXPECT_EQ(text(refused.body, "by"), "client");
    EXPECT_NE(refused.head.find("Retry-After: "), std::string::npos);
    test::RawClient second = house.client();
    ASSERT_TRUE(second.send(ReadHouse::request("POST", "/v1/read", R"({"wait_seconds":60})")));
    house.on_io([] {});
    held.let_go.happen();
    EXPECT_EQ(first.answer().value_or(test::RawClient::Answer{}).status, 200U);
    EXPECT_EQ(second.answer().value_or(test::RawClient::Answer{}).status, 200U);
}

TEST(ReadRoutes, AClosedConnectionCancelsTheRead) {
    HeldReading held;
    ReadHouse house;
    house.insert();
    test::RawClient events = house.client();
    ReadHouse::open_stream(events, ReadHouse::request("GET", "/v1/events"));
    house.set_reading(held.reader());
    {
        test::RawClient client = house.client();
        ASSERT_TRUE(client.send(ReadHouse::request("POST", "/v1/read", "{}")));
        ASSERT_TRUE(held.begun.wait());
    }
    EXPECT_TRUE(held.stopped.wait());
    std::vector<std::string> names;
    while (names.empty() || names.back() != "read_finished") {
        const auto event = ReadHouse::next_event(events);
        ASSERT_TRUE(event);
        names.push_back(event->name);
        if (event->name == "read_finished") {
            EXPECT_EQ(text(event->data, "outcome"), "cancelled");
        }
    }
    house.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        return Result<ReadOutcome>{full_outcome()};
    });
    EXPECT_EQ(house.post(R"({"wait_seconds":30})").status, 200U);
}

TEST(ReadRoutes, AClosedConnectionCancelsTheWait) {
    ReadHouse house;
    std::atomic<int> reads = 0;
    house.set_reading([&](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        ++reads;
        return Result<ReadOutcome>{full_outcome()};
    });
    {
        test::RawClient client = house.client();
        ASSERT_TRUE(client.send(ReadHouse::request("POST", "/v1/read", R"({"wait_seconds":60})")));
        EXPECT_EQ(house.post("{}").code(), "no_card");
    }
    EXPECT_EQ(house.post("{}").code(), "no_card");
    house.insert();
    EXPECT_EQ(house.post("{}").status, 200U);
    EXPECT_EQ(reads, 1);
}

TEST(ReadRoutes, ACardPulledOutEndsTheReadAndTheNextIsGood) {
    HeldReading held;
    ReadHouse house;
    house.insert();
    house.set_reading(held.reader());
    test::RawClient client = house.client();
    ASSERT_TRUE(client.send(ReadHouse::request("POST", "/v1/read", "{}")));
    ASSERT_TRUE(held.begun.wait());
    house.source().remove("front-desk");
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 409U);
    EXPECT_NE(answer->body.find("\"card_removed\""), std::string::npos);
    house.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        return Result<ReadOutcome>{full_outcome()};
    });
    house.insert();
    EXPECT_EQ(house.post(R"({"wait_seconds":30})").status, 200U);
}

TEST(ReadRoutes, ADeadlineEndsTheRead) {
    HeldReading held;
    ReadHouse house;
    house.insert();
    house.set_reading(held.reader());
    house.set_deadline(100ms);
    const JsonAnswer problem = house.post("{}");
    EXPECT_EQ(problem.status, 503U);
    EXPECT_EQ(problem.code(), "deadline_exceeded");
}

TEST(ReadRoutes, WithoutTheServiceThereIsNothing) {
    ReadHouse house;
    house.insert();
    house.source().set_service(ServiceState::unavailable);
    EXPECT_EQ(house.post("{}").code(), "pcsc_unavailable");
    house.source().set_service(ServiceState::denied);
    EXPECT_EQ(house.post(R"({"wait_seconds":60})").code(), "pcsc_denied");
    house.source().set_service(ServiceState::connected);
    EXPECT_EQ(house.post(R"({"wait_seconds":30})").status, 200U);
}

TEST(ReadRoutes, ErrorsOfTheReadAreProblems) {
    ReadHouse house;
    house.insert();
    house.set_reading(failing({ErrorCode::access_denied, 0x63C2, "bac"}));
    const JsonAnswer denied = house.post("{}");
    EXPECT_EQ(denied.status, 422U);
    EXPECT_EQ(denied.code(), "access_denied");
    EXPECT_EQ(denied.body.at("attempts_left"), 2);
    house.set_reading(failing({ErrorCode::access_required, 0x6982, "select"}));
    const JsonAnswer required = house.post("{}");
    EXPECT_EQ(required.code(), "access_required");
    EXPECT_FALSE(required.body.at("accepts").as_array().empty());
    house.set_reading(failing({ErrorCode::unexpected_status, 0x6F00, "read_dg1"}));
    const JsonAnswer broken = house.post("{}");
    EXPECT_EQ(broken.status, 502U);
    EXPECT_EQ(text(broken.body, "step"), "read_dg1");
    EXPECT_EQ(text(broken.body, "sw"), "6F00");
    house.on_io([&] { EXPECT_EQ(house.store().size(), 0U); });
}

TEST(ReadRoutes, ARequirementThatIsNotMetIsAProblemAndNothingIsHeld) {
    ReadHouse house;
    house.insert();
    house.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        auto outcome = full_outcome();
        outcome.verification[identity::CheckName::revocation].skip("no_crl");
        return Result<ReadOutcome>{std::move(outcome)};
    });
    const JsonAnswer problem = house.post(R"({"require":["signature","revocation"]})");
    EXPECT_EQ(problem.status, 422U);
    EXPECT_EQ(problem.code(), "requirement_failed");
    EXPECT_EQ(text(problem.body, "check"), "revocation");
    house.on_io([&] { EXPECT_EQ(house.store().size(), 0U); });
    EXPECT_EQ(house.post(R"({"require":["signature"]})").status, 200U);
}

// As a stream.

constexpr std::string_view stream_headers = "Accept: text/event-stream\r\n";

std::vector<test::SentEvent> stream_of(ReadHouse& house, std::string_view body) {
    test::RawClient client = house.client();
    ReadHouse::open_stream(client, ReadHouse::request("POST", "/v1/read", body, stream_headers));
    std::vector<test::SentEvent> events;
    while (events.empty() || (events.back().name != "result" && events.back().name != "problem")) {
        auto event = ReadHouse::next_event(client);
        if (!event) break;
        events.push_back(std::move(*event));
    }
    EXPECT_TRUE(client.is_closed());
    return events;
}

CardReader telling(int steps, bool text_is_early, identity::Outcome chain = identity::Outcome::passed) {
    return [=](apdu::CardConnection&, const ReadRequest&, ReadObserver& observer, JobContext&) {
        auto outcome = full_outcome();
        if (chain == identity::Outcome::failed) outcome.verification[identity::CheckName::certificate_chain].fail("x");
        for (std::uint32_t step = 1; step <= static_cast<std::uint32_t>(steps); ++step) {
            observer.progress({.step = "read_dg2", .index = step, .of = 9, .bytes_done = step, .bytes_total = 1000});
        }
        if (text_is_early) {
            auto so_far = full_outcome();
            so_far.record.portrait.reset();
            if (chain == identity::Outcome::failed)
                so_far.verification[identity::CheckName::certificate_chain].fail("x");
            observer.text_ready(so_far);
        }
        observer.progress({.step = "verify", .index = 9, .of = 9, .bytes_done = 0, .bytes_total = 0});
        return Result<ReadOutcome>{std::move(outcome)};
    };
}

TEST(ReadStream, TellsProgressRecordAndResult) {
    ReadHouse house;
    house.insert();
    house.set_reading(telling(1, true));
    const auto events = stream_of(house, "{}");
    ASSERT_GE(events.size(), 3U);
    const auto& result = events.back();
    ASSERT_EQ(result.name, "result");
    EXPECT_NE(result.data.at("record").as_object().if_contains("portrait"), nullptr);
    EXPECT_EQ(house.get("/v1/reads/" + text(result.data, "id")).body, result.data);
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
TEST(ReadStream, TellsNothingOfWhatFollowsTheRecordBeforeTheRecord) {
    ReadHouse house;
    house.insert();
    house.set_reading(telling(3, true));
    for (int round = 0; round < 20; ++round) {
        std::vector<std::string> told;
        for (const auto& event : stream_of(house, "{}")) {
            told.push_back(event.name == "progress" ? text(event.data, "step") : event.name);
        }
        const auto record = std::ranges::find(told, "record");
        EXPECT_EQ(std::ranges::find(record, told.end(), "read_dg2"), told.end());
        EXPECT_EQ(std::ranges::find(told.begin(), record, "verify"), record);
        EXPECT_NE(std::ranges::find(told.begin(), record, "read_dg2"), record);
    }
}

TEST(ReadStream, ProgressIsJoinedWhenThereIsTooMuch) {
    ReadHouse house;
    house.insert();
    house.set_reading(telling(100'000, false));
    const auto events = stream_of(house, "{}");
    ASSERT_GE(events.size(), 3U);
    EXPECT_LT(events.size(), 50'000U);
    EXPECT_EQ(events[events.size() - 2].name, "record");                // before the result in any case
    EXPECT_EQ(text(events[events.size() - 3].data, "step"), "verify");  // the last progress is not lost
}

TEST(ReadStream, EndsWithAProblem) {
    ReadHouse house;
    const auto without_card = stream_of(house, "{}");
    ASSERT_EQ(without_card.size(), 1U);
    EXPECT_EQ(text(without_card[0].data, "code"), "no_card");
    house.insert();
    house.set_reading(failing({ErrorCode::access_denied, 0x6300, "bac"}));
    const auto denied = stream_of(house, "{}");
    EXPECT_EQ(denied.back().name, "problem");
    EXPECT_EQ(text(denied.back().data, "code"), "access_denied");
    EXPECT_EQ(denied.back().data.at("status"), 422);
}

TEST(ReadStream, WhatIsNotAllowedIsRefusedBeforeItStarts) {
    ReadHouse house;
    EXPECT_EQ(house.post(R"({"wait_for":"never"})", stream_headers).status, 400U);
    house.become("hotel", granted({"holder.names"}));
    EXPECT_EQ(house.post(R"({"fields":["portrait"]})", stream_headers).status, 403U);
}

TEST(ReadStream, NothingIsToldBeforeWhatIsRequiredHolds) {
    ReadHouse house;
    house.insert();
    house.set_reading(telling(1, true, identity::Outcome::failed));
    const auto events = stream_of(house, R"({"require":["certificate_chain"]})");
    for (const auto& event : events) EXPECT_NE(event.name, "record");
    EXPECT_EQ(text(events.back().data, "code"), "requirement_failed");
}

TEST(ReadStream, AClientThatGoesCancelsTheRead) {
    HeldReading held;
    ReadHouse house;
    house.insert();
    house.set_reading(held.reader());
    {
        test::RawClient client = house.client();
        ReadHouse::open_stream(client, ReadHouse::request("POST", "/v1/read", "{}", stream_headers));
        ASSERT_TRUE(held.begun.wait());
    }
    EXPECT_TRUE(held.stopped.wait());
}

TEST(ReadRoutes, ShuttingDownAnswersThoseWhoWait) {
    std::optional<ReadHouse> house{std::in_place};
    test::RawClient client = house->client();
    ASSERT_TRUE(client.send(ReadHouse::request("POST", "/v1/read", R"({"wait_seconds":60})")));
    EXPECT_EQ(house->post("{}").code(), "no_card");
    house.reset();
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503U);
    EXPECT_NE(answer->body.find("\"shutting_down\""), std::string::npos);
}

}  // namespace
}  // namespace fivestar::daemon
