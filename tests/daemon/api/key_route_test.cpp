// SPDX-License-Identifier: Apache-2.0
// Keys that a scanner read, from PUT /v1/readers/{id}/key to the read that uses them. The zones are the specimens of
// Doc 9303-4 and of a permit for Hong Kong and Macao (docs/CHINESE-CARDS.md).
#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using test::ApiFixture;
using test::JsonAnswer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view passport_scan =
    "\x02P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\r\x03";
constexpr std::string_view passport_key = "L898902C3674081221204159";
constexpr std::string_view misread_scan =  // another year of birth
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r"
    "L898902C36UTO9408122F1204159ZE184226B<<<<<10\r";
constexpr std::string_view permit_scan = "CSC000000004<2404200<8108038<6\r\n";
constexpr std::string_view permit_key = "C00000000481080382404200";
constexpr std::string_view key_path = "/v1/readers/front-desk/key";
constexpr std::string_view scanned_read = R"({"access": {"scanned": true}})";
constexpr std::string_view waiting_read = R"({"access": {"scanned": true}, "wait_seconds": 20})";

/// A fixture whose reads collect the keys that they are given.
class KeyFixture : public ApiFixture {
  public:
    explicit KeyFixture(const std::vector<std::string>& readers = {"front-desk"}) : ApiFixture(readers) {
        set_reading([this](apdu::CardConnection&, const ReadRequest& request, ReadObserver&, JobContext&) {
            const auto& key = request.access.mrz_information;
            on_io([&] { used_.push_back(key ? std::string{key->view()} : "none"); });
            return Result<ReadOutcome>{test::full_outcome()};
        });
    }
    KeyFixture(const KeyFixture&) = delete;
    KeyFixture& operator=(const KeyFixture&) = delete;
    ~KeyFixture() = default;

    JsonAnswer scan(std::string_view text, std::string_view path = key_path,
                    std::string_view headers = "Content-Type: text/plain\r\n") {
        return put(path, text, headers);
    }
    [[nodiscard]] std::vector<std::string> used() {
        std::vector<std::string> keys;
        on_io([&] { keys = used_; });
        return keys;
    }
    [[nodiscard]] std::size_t kept() {
        std::size_t count = 0;
        on_io([&] { count = keys().size(); });
        return count;
    }

  private:
    std::vector<std::string> used_ = {};  // on the I/O thread
};

/// Sends a read and returns the connection on which its answer comes, once the daemon has it.
test::RawClient ask_and_wait(KeyFixture& api, std::string_view body) {
    test::RawClient client = api.client();
    EXPECT_TRUE(client.send(ApiFixture::request("POST", "/v1/read", body)));
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    return client;
}

unsigned status_of_answer(test::RawClient& client) {
    const auto head = client.until("\r\n\r\n");
    return head && head->starts_with("HTTP/1.1 200") ? 200U : 0U;
}

TEST(KeyRoute, AnswersFormRepairsAndTimeAndNothingElse) {
    KeyFixture api;
    const JsonAnswer passport = api.scan(passport_scan);
    EXPECT_EQ(passport.status, 200U);
    EXPECT_EQ(passport.body,
              boost::json::parse(R"({"reader": "front-desk", "form": "td3", "repairs": [], "seconds_left": 30})"));
    std::string repaired{permit_scan};
    repaired.replace(22, 1, "I");  // 8108038 -> 8I08038
    const JsonAnswer permit = api.scan(repaired);
    EXPECT_EQ(permit.body, boost::json::parse(R"({"reader": "front-desk", "form": "permit",
                                                  "repairs": [{"line": 1, "position": 23}], "seconds_left": 30})"));
}

TEST(KeyRoute, TheNextReadUsesTheLatestKeyOnce) {
    KeyFixture api;
    api.insert();
    EXPECT_EQ(api.scan(passport_scan).status, 200U);
    EXPECT_EQ(api.scan(permit_scan).status, 200U);
    EXPECT_EQ(api.post(scanned_read).status, 200U);
    const JsonAnswer second = api.post(scanned_read);
    EXPECT_EQ(second.status, 409U);
    EXPECT_EQ(second.code(), "no_scanned_key");
    EXPECT_EQ(test::text(second.body, "reader"), "front-desk");
    EXPECT_THAT(api.used(), ElementsAre(permit_key));
}

TEST(KeyRoute, AReadWaitsForKeyAndCardInAnyOrder) {
    KeyFixture api;
    api.insert();
    auto card_first = ask_and_wait(api, waiting_read);
    EXPECT_EQ(api.scan(passport_scan).status, 200U);
    EXPECT_EQ(status_of_answer(card_first), 200U);
    api.remove();

    auto nothing_first = ask_and_wait(api, waiting_read);
    EXPECT_EQ(api.scan(permit_scan).status, 200U);
    api.insert();
    EXPECT_EQ(status_of_answer(nothing_first), 200U);
    EXPECT_THAT(api.used(), ElementsAre(passport_key, permit_key));
}

TEST(KeyRoute, AReadThatGetsNoKeyInTimeHasAProblem) {
    KeyFixture api;
    EXPECT_EQ(api.post(scanned_read).code(), "no_card");
    EXPECT_EQ(api.scan(passport_scan).status, 200U);
    EXPECT_EQ(api.post(scanned_read).code(), "no_card");
    EXPECT_EQ(api.kept(), 1U) << "no card has come yet";
    api.insert();
    api.remove();
    EXPECT_EQ(api.kept(), 0U);
    api.insert();
    EXPECT_EQ(api.post(R"({"access": {"scanned": true}, "wait_seconds": 1})").code(), "no_scanned_key");
    EXPECT_THAT(api.used(), IsEmpty());
}

TEST(KeyRoute, AnotherReadersKeyAndAnotherKindOfReadAreLeftAlone) {
    KeyFixture api{{"front-desk", "back-desk"}};
    api.insert();
    EXPECT_EQ(api.scan(passport_scan, "/v1/readers/back-desk/key").status, 200U);
    EXPECT_EQ(api.post(scanned_read).code(), "no_scanned_key");
    EXPECT_EQ(api.post("{}").status, 200U);
    EXPECT_EQ(api.post(R"({"access": {"can": "123456"}})").status, 200U);
    EXPECT_EQ(api.kept(), 1U);
    EXPECT_THAT(api.used(), ElementsAre("none", "none"));
}

TEST(KeyRoute, WhatIsNoZoneLeavesTheEarlierKeyAndAMisreadZoneDropsIt) {
    KeyFixture api;
    api.scan(passport_scan);
    const JsonAnswer barcode = api.scan("6921168509256\r\n");
    EXPECT_EQ(barcode.status, 422U);
    EXPECT_EQ(barcode.code(), "no_zone");
    EXPECT_EQ(api.scan("").code(), "no_zone");
    EXPECT_EQ(api.kept(), 1U);

    const JsonAnswer misread = api.scan(misread_scan);
    EXPECT_EQ(misread.status, 422U);
    EXPECT_EQ(misread.code(), "zone_misread");
    EXPECT_EQ(misread.body.at("positions"),
              boost::json::parse(R"([{"line": 2, "position": 20}, {"line": 2, "position": 44}])"));
    EXPECT_EQ(api.kept(), 0U);

    api.scan(passport_scan);
    EXPECT_EQ(api.scan(std::string{permit_scan}.append("CDL000000007<2508197<8208031<6")).code(), "zone_ambiguous");
    EXPECT_EQ(api.kept(), 0U);
    EXPECT_EQ(api.scan(permit_scan).status, 200U) << "the next scan works";
}

TEST(KeyRoute, TakesTextOfLimitedLength) {
    KeyFixture api;
    for (const char* type :
         {"", "Content-Type: text/plain; charset=us-ascii\r\n", "Content-Type: application/octet-stream\r\n",
          "Content-Type: application/x-www-form-urlencoded\r\n"}) {
        EXPECT_EQ(api.scan(permit_scan, key_path, type).status, 200U) << type;
    }
    const JsonAnswer json = api.scan(permit_scan, key_path, "Content-Type: application/json\r\n");
    EXPECT_EQ(json.code(), "unsupported_media_type");
    EXPECT_THAT(boost::json::serialize(json.body), HasSubstr("text/plain"));
    EXPECT_EQ(api.scan(std::string(1025, '<')).code(), "body_too_large");
    EXPECT_EQ(api.scan(std::string(994, ' ').append(permit_scan.substr(0, 30))).status, 200U);
    EXPECT_EQ(api.get(key_path).code(), "method_not_allowed");
}

TEST(KeyRoute, PushingAndReadingAreGrantedApart) {
    KeyFixture api;
    api.insert();
    Grants pusher = Grants::everything();
    pusher.routes = {RouteName::key};
    pusher.fields = {};
    api.become("scanner", pusher);
    EXPECT_EQ(api.scan(passport_scan).status, 200U);
    EXPECT_EQ(api.post(scanned_read).code(), "not_granted");
    Grants reader = test::granted({"holder.names", "verification"});
    reader.routes = RouteSet::by_default();
    api.become("desk", std::move(reader));
    EXPECT_EQ(api.scan(permit_scan).code(), "not_granted") << "the route key is no default";
    const JsonAnswer read = api.post(scanned_read);
    EXPECT_EQ(read.status, 200U);
    EXPECT_FALSE(read.body.at("record").as_object().contains("raw"));
    EXPECT_FALSE(read.body.at("record").as_object().contains("document"));
    EXPECT_THAT(api.used(), ElementsAre(passport_key));

    pusher.reader_globs = {"back*"};
    api.become("scanner", std::move(pusher));
    const JsonAnswer hidden = api.scan(passport_scan);
    EXPECT_EQ(hidden.code(), "no_such_reader");
    EXPECT_EQ(api.scan(passport_scan, "/v1/readers/nothing/key").code(), "no_such_reader");
}

TEST(KeyRoute, EventsTellOfScansWithoutTheirContent) {
    KeyFixture api;
    test::RawClient stream = api.client();
    ApiFixture::open_stream(stream, ApiFixture::request("GET", "/v1/events"));
    ASSERT_TRUE(ApiFixture::next_event(stream));  // the snapshot
    api.scan(passport_scan);
    api.scan("nothing");
    api.scan(misread_scan);
    const auto scanned = ApiFixture::next_event(stream);
    ASSERT_TRUE(scanned);
    EXPECT_EQ(scanned->name, "key_scanned");
    EXPECT_EQ(test::text(scanned->data, "reader"), "front-desk");
    EXPECT_EQ(test::text(scanned->data, "form"), "td3");
    EXPECT_EQ(scanned->data.as_object().size(), 3U) << "and at";
    for (const char* code : {"no_zone", "zone_misread"}) {
        const auto refused = ApiFixture::next_event(stream);
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->name, "key_refused");
        EXPECT_EQ(test::text(refused->data, "outcome"), code);
        EXPECT_EQ(refused->data.as_object().size(), 3U);
    }
}

TEST(KeyRoute, IsAuditedWithoutContent) {
    KeyFixture api;
    std::vector<AuditEntry> entries;
    api.audit_with([&](const AuditEntry& entry) { entries.push_back(entry); });
    api.become("scanner");
    api.scan(passport_scan);
    api.scan("nothing");
    api.audit_with({});
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].client, "scanner");
    EXPECT_EQ(entries[0].request, "PUT /v1/readers/{id}/key");
    EXPECT_EQ(entries[0].outcome, AuditOutcome::answered);
    EXPECT_EQ(entries[0].facts.reader, "front-desk");
    EXPECT_EQ(entries[1].outcome, AuditOutcome::failed);
    EXPECT_EQ(entries[1].problem, "no_zone");
}

TEST(KeyRoute, TheKeyIsAnOptionOfAccess) {
    KeyFixture api;
    EXPECT_EQ(api.post(R"({"access": {"scanned": false}})").code(), "bad_request");
    EXPECT_EQ(api.post(R"({"access": {"scanned": "yes"}})").field(), "access.scanned");
    EXPECT_EQ(api.post(R"({"access": {"scanned": true, "can": "123456"}})").code(), "bad_access_key");
    EXPECT_EQ(api.post(R"({"access": {"scanned": null, "can": "123456"}})").code(), "no_card");
}

}  // namespace
}  // namespace fivestar::daemon
