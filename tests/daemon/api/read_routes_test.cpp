// SPDX-License-Identifier: Apache-2.0
// POST /v1/read and /v1/reads over a real socket: what the contract promises (docs/API.md), seen from outside.
#include "daemon/api/read_routes.hpp"

#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/readings.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"
#include "tests/support/vector_file.hpp"

#include <atomic>
#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using test::ApiFixture;
using test::full_outcome;
using test::granted;
using test::JsonAnswer;
using test::text;

TEST(ReadRoutes, ACardIsReadAndHeld) {
    ApiFixture api;
    const std::string card = api.insert();
    const JsonAnswer read = api.post("{}");
    ASSERT_EQ(read.status, 200U) << read.head;
    EXPECT_EQ(text(read.body, "card"), card);
    EXPECT_EQ(text(read.body, "reader"), "front-desk");
    EXPECT_EQ(text(read.body, "profile"), "lds");
    EXPECT_EQ(text(read.body.at("record").at("document"), "number"), "931586198001010028");
    EXPECT_EQ(text(read.body.at("verification"), "verdict"), "genuine");
    const std::string path = "/v1/reads/" + text(read.body, "id");
    EXPECT_EQ(text(read.body.at("record").at("portrait"), "href"), path + "/portrait");

    const JsonAnswer again = api.get(path);
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(again.body, read.body);
    EXPECT_EQ(api.get(path + "?view=human").field(), "view");
    const JsonAnswer refused = api.get(path + "?view=citizen");
    EXPECT_EQ(refused.status, 422U);
    EXPECT_EQ(refused.code(), "not_representable");

    EXPECT_EQ(api.erase(path).status, 204U);
    for (const JsonAnswer& gone : {api.get(path), api.get(path + "/portrait"), api.erase(path)}) {
        EXPECT_EQ(gone.status, 404U);
        EXPECT_EQ(gone.code(), "no_such_read");
    }
}

TEST(ReadRoutes, ThePortraitIsItsOriginalOctets) {
    ApiFixture api;
    api.insert();
    const std::string path = "/v1/reads/" + text(api.post("{}").body, "id") + "/portrait";
    for (const char* accept :
         {"", "Accept: */*\r\n", "Accept: image/jpeg\r\n", "Accept: image/png;q=1, image/*;q=0.1\r\n"}) {
        const auto answer = api.client().ask(ApiFixture::request("GET", path, {}, accept));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200U) << accept;
        EXPECT_NE(answer->head.find("Content-Type: image/jpeg\r\n"), std::string::npos) << answer->head;
        EXPECT_EQ(answer->body, as_text(test::specimen_portrait()));
    }
    for (const char* accept : {"Accept: image/png\r\n", "Accept: image/jpeg;q=0, */*\r\n"}) {
        EXPECT_EQ(api.get(path, accept).code(), "not_acceptable") << accept;
    }
}

/// A fixture whose reads return this portrait.
void show(ApiFixture& api, const char* picture, identity::MediaType type, std::uint32_t width, std::uint32_t height) {
    api.set_reading([=](apdu::CardConnection&, const daemon::ReadRequest&, daemon::ReadObserver&, daemon::JobContext&) {
        daemon::ReadOutcome outcome = test::full_outcome();
        outcome.record.portrait = identity::Portrait{.media_type = type,
                                                     .width = width,
                                                     .height = height,
                                                     .octets = PersonalBytes{test::read_vector_bytes(picture)}};
        return Result<daemon::ReadOutcome>{std::move(outcome)};
    });
}

TEST(ReadRoutes, ThePortraitIsConvertedIfTheClientAcceptsOnlyAnotherFormat) {
    ApiFixture api;
    show(api, "images/pattern.jp2", identity::MediaType::jp2, 24, 16);
    api.insert();
    const std::string path = "/v1/reads/" + text(api.post("{}").body, "id") + "/portrait";
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
        const auto answer = api.client().ask(ApiFixture::request("GET", path, {}, accept));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200U) << accept;
        EXPECT_NE(answer->head.find(std::string{"Content-Type: "} + type + "\r\n"), std::string::npos) << answer->head;
        EXPECT_TRUE(answer->body.starts_with(start)) << accept;
    }
    EXPECT_EQ(api.get(path, "Accept: image/webp\r\n").code(), "not_acceptable");
}

TEST(ReadRoutes, AHostilePortraitDoesNotDisturbOtherRequests) {
    ApiFixture api;
    show(api, "images/tiles.jp2", identity::MediaType::jp2, 40, 30);
    api.insert();
    const JsonAnswer read = api.post("{}");
    EXPECT_EQ(read.status, 200U);
    const std::string path = "/v1/reads/" + text(read.body, "id");
    EXPECT_EQ(api.get(path + "/portrait", "Accept: image/png\r\n").code(), "not_acceptable");
    EXPECT_EQ(api.get(path + "/portrait").status, 200U) << "as the chip has it";
    EXPECT_EQ(api.get(path).status, 200U);
}

TEST(ReadRoutes, ARunningConversionDoesNotDelayShutdown) {
    ApiFixture api;
    show(api, "images/pattern.jp2", identity::MediaType::jp2, 24, 16);
    api.insert();
    const std::string path = "/v1/reads/" + text(api.post("{}").body, "id") + "/portrait";
    std::vector<test::RawClient> clients;
    for (int count = 0; count < 8; ++count) {
        clients.push_back(api.client());
        ASSERT_TRUE(clients.back().send(ApiFixture::request("GET", path, {}, "Accept: image/jpeg\r\n")));
    }
    // The service ends while conversions run and others wait.
}

TEST(ReadRoutes, TheRequestHoldsKeysAndWantedGroups) {
    ApiFixture api;
    api.insert();
    std::promise<std::pair<std::string, WantedGroups>> order_seen;
    api.set_reading([&](apdu::CardConnection&, const ReadRequest& order, ReadObserver&, JobContext&) {
        order_seen.set_value({std::string{order.access.mrz_information->view()}, order.wanted});
        return Result<ReadOutcome>{full_outcome()};
    });
    const JsonAnswer read =
        api.post(R"({"access":{"document_number":"L898902C","birth_date":"1969-08-06","expiry_date":"1994-06-23"},)"
                 R"("fields":["document.number"]})");
    const auto [key, wanted] = order_seen.get_future().get();
    EXPECT_EQ(key, "L898902C<369080619406236");  // Doc 9303-11 Appendix D.2
    EXPECT_FALSE(wanted.portrait || wanted.personal_details || wanted.document_details);
    EXPECT_EQ(read.body.at("record"), boost::json::value({{"document", {{"number", "931586198001010028"}}}}));
    EXPECT_EQ(text(read.body.at("verification"), "verdict"), "genuine");
}

TEST(ReadRoutes, BadBodiesAreRefusedWithoutARead) {
    ApiFixture api;
    api.insert();
    api.set_reading(failing({ErrorCode::io_failure}));
    EXPECT_EQ(api.post("{").code(), "bad_request");
    EXPECT_EQ(api.post(R"({"wait_seconds":121})").field(), "wait_seconds");
    EXPECT_EQ(api.post(R"({"access":{"can":"1"}})").code(), "bad_access_key");
    const JsonAnswer problem = api.post(R"({"access":{"mrz":"SECRETSECRET"}})");
    EXPECT_EQ(problem.status, 400U);
    EXPECT_EQ(boost::json::serialize(problem.body).find("SECRET"), std::string::npos);
}

TEST(ReadRoutes, ANameThatDoesNotExistIsToldWithTheNearest) {
    ApiFixture api;
    const JsonAnswer field = api.post(R"({"fields":["holder.nmaes"]})");
    EXPECT_EQ(field.field(), "fields");
    EXPECT_EQ(text(field.body, "unknown"), "holder.nmaes");
    EXPECT_EQ(text(field.body, "nearest"), "holder.names");
    const JsonAnswer member = api.post(R"({"readr":"front-desk"})");
    EXPECT_EQ(member.field(), "readr");
    EXPECT_EQ(text(member.body, "nearest"), "reader");
    const JsonAnswer check = api.post(R"({"require":["signatur"]})");
    EXPECT_EQ(text(check.body, "nearest"), "signature");
    const JsonAnswer parameter = api.get("/v1/reads/none?veiw=citizen");
    EXPECT_EQ(parameter.status, 400U);
    EXPECT_EQ(parameter.field(), "veiw");
    EXPECT_EQ(text(parameter.body, "nearest"), "view");
    EXPECT_EQ(api.get("/v1/events?readers=x", "Accept: text/event-stream\r\n").field(), "readers");
    const JsonAnswer value = api.post(R"({"fields":["L898902C3"]})");
    EXPECT_EQ(boost::json::serialize(value.body).find("L898902C3"), std::string::npos) << "it may be a value";
}

TEST(ReadRoutes, GrantsLimitRequestAndAnswer) {
    ApiFixture api;
    api.insert();
    api.become("hotel", granted({"holder.names", "verification"}));
    EXPECT_EQ(api.post(R"({"fields":["holder.names","holder.address"]})").field(), "holder.address");
    EXPECT_EQ(api.post(R"({"evidence":true})").code(), "not_granted");
    const JsonAnswer read = api.post("{}");
    ASSERT_EQ(read.status, 200U);
    EXPECT_EQ(read.body.at("record").as_object().size(), 1U);
    EXPECT_EQ(read.body.at("record").at("holder").as_object().size(), 1U);
    const std::string path = "/v1/reads/" + text(read.body, "id");
    EXPECT_EQ(api.get(path + "/portrait").code(), "not_granted");

    api.become("hotel", granted({"holder.names.latin"}));
    const JsonAnswer narrowed = api.get(path);
    EXPECT_EQ(narrowed.body.at("record"),
              boost::json::value({{"holder", {{"names", {{"latin", "SPECIMEN, ZHENGJIAN"}}}}}}));
    EXPECT_EQ(narrowed.body.as_object().if_contains("verification"), nullptr);

    api.become("hotel");
    EXPECT_EQ(api.get(path).body.at("record").as_object().size(), 1U);  // more than was asked then is not shown
    EXPECT_EQ(api.get(path + "/portrait").code(), "not_found");
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

TEST(ReadRoutes, EvidenceNeedsARequestAndAGrant) {
    ApiFixture api;
    api.insert();
    api.set_reading(read_with_evidence);
    for (const char* body : {"{}", R"({"evidence":false})", R"({"fields":["evidence"]})"}) {
        const JsonAnswer read = api.post(body);
        ASSERT_EQ(read.status, 200U) << body;
        EXPECT_EQ(read.body.as_object().if_contains("evidence"), nullptr) << body;
    }
    api.become("hotel", granted({"document", "holder", "verification"}));
    EXPECT_EQ(api.post(R"({"evidence":true})").code(), "not_granted");
    EXPECT_EQ(api.post(R"({"evidence":true})").field(), "evidence");
    api.become("hotel", granted({"evidence", "raw.mrz"}));
    const JsonAnswer read = api.post(R"({"evidence":true})");
    ASSERT_EQ(read.status, 200U);
    EXPECT_TRUE(read.body.at("evidence").at("signature").is_null());  // no key is configured
    const auto statement = boost::json::parse(statement_in(read));
    EXPECT_EQ(statement.at("data_groups").at(0).at("octets"), "U1BFQ0lNRU4gTVJa");  // base64 of SPECIMEN MRZ
    EXPECT_TRUE(statement.at("data_groups").at(1).at("octets").is_null());
}

TEST(ReadRoutes, EvidenceIsHeldAndShownWhileAllItsFieldsAreGranted) {
    ApiFixture api;
    api.insert();
    api.set_reading(read_with_evidence);
    api.become("hotel", granted({"evidence", "raw.mrz", "holder.names"}));
    const JsonAnswer read = api.post(R"({"evidence":true})");
    ASSERT_EQ(read.status, 200U);
    const std::string path = "/v1/reads/" + text(read.body, "id");
    EXPECT_EQ(statement_in(api.get(path)), statement_in(read));
    for (const auto& less : {granted({"evidence", "holder.names"}), granted({"raw.mrz", "holder.names"})}) {
        api.become("hotel", less);
        const JsonAnswer now = api.get(path);
        ASSERT_EQ(now.status, 200U);
        EXPECT_EQ(now.body.as_object().if_contains("evidence"), nullptr);
    }
}

TEST(ReadRoutes, AStreamHasEvidenceInItsResultAlone) {
    ApiFixture api;
    api.insert();
    api.set_reading(read_with_evidence);
    auto client = api.client();
    ApiFixture::open_stream(
        client, ApiFixture::request("POST", "/v1/read", R"({"evidence":true})", "Accept: text/event-stream\r\n"));
    const auto record = ApiFixture::next_event(client);
    const auto result = ApiFixture::next_event(client);
    ASSERT_TRUE(record && result);
    EXPECT_EQ(record->name, "record");
    EXPECT_EQ(record->data.as_object().if_contains("evidence"), nullptr);
    EXPECT_EQ(result->name, "result");
    EXPECT_NE(result->data.as_object().if_contains("evidence"), nullptr);
}

TEST(ReadRoutes, AReadExistsForItsOwnerAlone) {
    ApiFixture api;
    api.insert();
    api.become("hotel");
    const std::string path = "/v1/reads/" + text(api.post("{}").body, "id");
    api.become("station");
    EXPECT_EQ(api.get(path).code(), "no_such_read");
    EXPECT_EQ(api.get(path + "/portrait").code(), "no_such_read");
    EXPECT_EQ(api.erase(path).code(), "no_such_read");
    Grants elsewhere = Grants::everything();
    elsewhere.reader_globs = {"back-office"};
    api.become("hotel", elsewhere);
    EXPECT_EQ(api.get(path).code(), "no_such_read");
    api.become("hotel");
    EXPECT_EQ(api.get(path).status, 200U);
}

TEST(ReadRoutes, AReadEndsAfterItsCardWasRemoved) {
    ApiFixture api{{"front-desk"}, {.after_removal = 0s, .at_most = 600s}};
    api.insert();
    const std::string path = "/v1/reads/" + text(api.post("{}").body, "id");
    EXPECT_EQ(api.get(path).status, 200U);
    api.remove();
    EXPECT_EQ(api.get(path).status, 404U);
}

TEST(ReadRoutes, ACardThatStaysCanBeReadManyTimes) {
    ApiFixture api;
    api.insert();
    for (int count = 0; count < 100; ++count) ASSERT_EQ(api.post("{}").status, 200U);
    api.on_io([&] { EXPECT_EQ(api.store().size(), 1U); });
}

TEST(ReadRoutes, WithoutACardTheAnswerIsNoCard) {
    ApiFixture api;
    const JsonAnswer problem = api.post("{}");
    EXPECT_EQ(problem.status, 409U);
    EXPECT_EQ(problem.code(), "no_card");
    EXPECT_EQ(api.post(R"({"wait_for":"next"})").code(), "no_card");
    EXPECT_EQ(api.post(R"({"reader":"elsewhere"})").code(), "no_such_reader");
    EXPECT_EQ(api.post(R"({"card":"c7"})").code(), "card_changed");
}

TEST(ReadRoutes, WithoutAReaderTheAnswerIsNoReader) {
    ApiFixture api{{}};
    EXPECT_EQ(api.post("{}").code(), "no_reader");
}

TEST(ReadRoutes, SeveralCardsNeedANamedReaderOrCard) {
    ApiFixture api{{"left", "right"}};
    const std::string left = api.insert("left");
    api.insert("right");
    EXPECT_EQ(api.post("{}").code(), "several_cards");
    EXPECT_EQ(text(api.post(R"({"reader":"right"})").body, "reader"), "right");
    EXPECT_EQ(text(api.post(R"({"card":")" + left + R"("})").body, "reader"), "left");
    Grants grants = Grants::everything();
    grants.reader_globs = {"l*"};
    api.become("hotel", grants);
    EXPECT_EQ(text(api.post("{}").body, "reader"), "left");
    EXPECT_EQ(api.post(R"({"reader":"right"})").code(), "no_such_reader");
}

TEST(ReadRoutes, WaitsForACard) {
    ApiFixture api;
    test::RawClient client = api.client();
    ASSERT_TRUE(client.send(ApiFixture::request("POST", "/v1/read", R"({"wait_seconds":60})")));
    api.on_io([] {});
    const std::string card = api.insert();
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200U);
    EXPECT_NE(answer->body.find(card), std::string::npos);
}

TEST(ReadRoutes, TheNextCardIsNotThePresentOne) {
    ApiFixture api;
    api.insert();
    test::RawClient client = api.client();
    ASSERT_TRUE(client.send(ApiFixture::request("POST", "/v1/read", R"({"wait_for":"next","wait_seconds":60})")));
    // A second request on the same thread is answered after the first began to wait.
    EXPECT_EQ(api.post(R"({"reader":"elsewhere"})").code(), "no_such_reader");
    api.remove();
    const std::string next = api.insert();
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200U);
    EXPECT_NE(answer->body.find(next), std::string::npos);
}

TEST(ReadRoutes, AWaitEndsWithNoCard) {
    ApiFixture api;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(api.post(R"({"wait_seconds":1})").code(), "no_card");
    EXPECT_GE(std::chrono::steady_clock::now() - start, 1s);
}

TEST(ReadRoutes, ABusyReaderIsReportedOrWaitedFor) {
    HeldReading held;
    ApiFixture api;
    api.insert();
    api.set_reading(held.reader());
    test::RawClient first = api.client();
    ASSERT_TRUE(first.send(ApiFixture::request("POST", "/v1/read", "{}")));
    ASSERT_TRUE(held.begun.wait());
    const JsonAnswer refused = api.post("{}");
    EXPECT_EQ(refused.status, 423U);
    EXPECT_EQ(text(refused.body, "by"), "client");
    EXPECT_NE(refused.head.find("Retry-After: "), std::string::npos);
    test::RawClient second = api.client();
    ASSERT_TRUE(second.send(ApiFixture::request("POST", "/v1/read", R"({"wait_seconds":60})")));
    api.on_io([] {});
    held.let_go.happen();
    EXPECT_EQ(first.answer().value_or(test::RawClient::Answer{}).status, 200U);
    EXPECT_EQ(second.answer().value_or(test::RawClient::Answer{}).status, 200U);
}

TEST(ReadRoutes, ACardThatConnectsSlowlyIsNotBusy) {
    ApiFixture api;
    api.insert();
    api.set_connecting(1500ms);
    EXPECT_EQ(api.post("{}").status, 200U);
}

TEST(ReadRoutes, AClosedConnectionCancelsTheRead) {
    HeldReading held;
    ApiFixture api;
    api.insert();
    test::RawClient events = api.client();
    ApiFixture::open_stream(events, ApiFixture::request("GET", "/v1/events"));
    api.set_reading(held.reader());
    {
        test::RawClient client = api.client();
        ASSERT_TRUE(client.send(ApiFixture::request("POST", "/v1/read", "{}")));
        ASSERT_TRUE(held.begun.wait());
    }
    EXPECT_TRUE(held.stopped.wait());
    std::vector<std::string> names;
    while (names.empty() || names.back() != "read_finished") {
        const auto event = ApiFixture::next_event(events);
        ASSERT_TRUE(event);
        names.push_back(event->name);
        if (event->name == "read_finished") {
            EXPECT_EQ(text(event->data, "outcome"), "cancelled");
        }
    }
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        return Result<ReadOutcome>{full_outcome()};
    });
    EXPECT_EQ(api.post(R"({"wait_seconds":30})").status, 200U);
}

TEST(ReadRoutes, AClosedConnectionCancelsTheWait) {
    ApiFixture api;
    std::atomic<int> reads = 0;
    api.set_reading([&](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        ++reads;
        return Result<ReadOutcome>{full_outcome()};
    });
    {
        test::RawClient client = api.client();
        ASSERT_TRUE(client.send(ApiFixture::request("POST", "/v1/read", R"({"wait_seconds":60})")));
        EXPECT_EQ(api.post("{}").code(), "no_card");
    }
    EXPECT_EQ(api.post("{}").code(), "no_card");
    api.insert();
    EXPECT_EQ(api.post("{}").status, 200U);
    EXPECT_EQ(reads, 1);
}

TEST(ReadRoutes, ARemovedCardEndsTheReadAndTheNextReadSucceeds) {
    HeldReading held;
    ApiFixture api;
    api.insert();
    api.set_reading(held.reader());
    test::RawClient client = api.client();
    ASSERT_TRUE(client.send(ApiFixture::request("POST", "/v1/read", "{}")));
    ASSERT_TRUE(held.begun.wait());
    api.source().remove("front-desk");
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 409U);
    EXPECT_NE(answer->body.find("\"card_removed\""), std::string::npos);
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        return Result<ReadOutcome>{full_outcome()};
    });
    api.insert();
    EXPECT_EQ(api.post(R"({"wait_seconds":30})").status, 200U);
}

TEST(ReadRoutes, ADeadlineEndsTheRead) {
    HeldReading held;
    ApiFixture api;
    api.insert();
    api.set_reading(held.reader());
    api.set_deadline(100ms);
    const JsonAnswer problem = api.post("{}");
    EXPECT_EQ(problem.status, 503U);
    EXPECT_EQ(problem.code(), "deadline_exceeded");
}

TEST(ReadRoutes, WithoutTheServiceThereIsAProblem) {
    ApiFixture api;
    api.insert();
    api.source().set_service(ServiceState::unavailable);
    EXPECT_EQ(api.post("{}").code(), "pcsc_unavailable");
    api.source().set_service(ServiceState::denied);
    EXPECT_EQ(api.post(R"({"wait_seconds":60})").code(), "pcsc_denied");
    api.source().set_service(ServiceState::connected);
    EXPECT_EQ(api.post(R"({"wait_seconds":30})").status, 200U);
}

TEST(ReadRoutes, ErrorsOfTheReadAreProblems) {
    ApiFixture api;
    api.insert();
    api.set_reading(failing({ErrorCode::access_denied, 0x63C2, "bac"}));
    const JsonAnswer denied = api.post("{}");
    EXPECT_EQ(denied.status, 422U);
    EXPECT_EQ(denied.code(), "access_denied");
    EXPECT_EQ(denied.body.at("attempts_left"), 2);
    api.set_reading(failing({ErrorCode::access_required, 0x6982, "select"}));
    const JsonAnswer required = api.post("{}");
    EXPECT_EQ(required.code(), "access_required");
    EXPECT_FALSE(required.body.at("accepts").as_array().empty());
    api.set_reading(failing({ErrorCode::unexpected_status, 0x6F00, "read_dg1"}));
    const JsonAnswer broken = api.post("{}");
    EXPECT_EQ(broken.status, 502U);
    EXPECT_EQ(text(broken.body, "step"), "read_dg1");
    EXPECT_EQ(text(broken.body, "sw"), "6F00");
    api.on_io([&] { EXPECT_EQ(api.store().size(), 0U); });
}

TEST(ReadRoutes, AnUnmetRequirementIsAProblemAndNothingIsHeld) {
    ApiFixture api;
    api.insert();
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        auto outcome = full_outcome();
        outcome.verification[identity::CheckName::revocation].report(Reason::no_crl);
        return Result<ReadOutcome>{std::move(outcome)};
    });
    const JsonAnswer problem = api.post(R"({"require":["signature","revocation"]})");
    EXPECT_EQ(problem.status, 422U);
    EXPECT_EQ(problem.code(), "requirement_failed");
    EXPECT_EQ(text(problem.body, "check"), "revocation");
    api.on_io([&] { EXPECT_EQ(api.store().size(), 0U); });
    EXPECT_EQ(api.post(R"({"require":["signature"]})").status, 200U);
}

TEST(ReadRoutes, AKindOfDocumentThatTheClientMayNotSeeIsAProblemAndNothingIsHeld) {
    ApiFixture api;
    api.insert();
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        auto outcome = full_outcome();
        outcome.record.document.type = identity::DocumentType::permanent_resident_card;
        outcome.record.document.edition = "2023";
        return Result<ReadOutcome>{std::move(outcome)};
    });
    Grants citizens = Grants::everything();
    citizens.documents = {"resident_id_card", "permanent_resident_card/2017"};
    api.become("citizens", citizens);
    const JsonAnswer refused = api.post("{}");
    EXPECT_EQ(refused.status, 422U);
    EXPECT_EQ(refused.code(), "document_not_accepted");
    EXPECT_FALSE(refused.body.as_object().contains("step"));
    api.on_io([&] { EXPECT_EQ(api.store().size(), 0U); });

    citizens.documents->emplace_back("permanent_resident_card/2023");
    api.become("all kinds", citizens);
    EXPECT_EQ(api.post("{}").status, 200U);
}

TEST(ReadRoutes, AnAnswerHasTheModulesOctetsOnlyIfTheyAreNamed) {
    ApiFixture api;
    api.insert();
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        return Result<ReadOutcome>{full_outcome()};
    });
    EXPECT_FALSE(api.post("{}").body.at("record").as_object().contains("module"));
    const JsonAnswer named = api.post(R"({"fields":["module.portrait"]})");
    EXPECT_EQ(text(named.body.at("record").at("module").as_object(), "portrait"), "V0xU");
}

TEST(ReadRoutes, AShutdownAnswersWaitingRequests) {
    std::optional<ApiFixture> api{std::in_place};
    test::RawClient client = api->client();
    ASSERT_TRUE(client.send(ApiFixture::request("POST", "/v1/read", R"({"wait_seconds":60})")));
    EXPECT_EQ(api->post("{}").code(), "no_card");
    api.reset();
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503U);
    EXPECT_NE(answer->body.find("\"shutting_down\""), std::string::npos);
}

}  // namespace
}  // namespace fivestar::daemon
