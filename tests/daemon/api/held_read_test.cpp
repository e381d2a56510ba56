// SPDX-License-Identifier: Apache-2.0
// Held reads, over a real socket: shown to their client alone, through its grants of the moment, as of today, and until
// they end.
#include "identity/china/assemble_sam.hpp"
#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"
#include "tests/support/vector_file.hpp"

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;
using test::ApiFixture;
using test::granted;
using test::JsonAnswer;

std::shared_ptr<const Policy> policy_of(const std::string& client, Grants grants) {
    std::vector<ClientRule> rules;
    rules.push_back({.name = client, .who = UserRule{::geteuid()}, .grants = std::move(grants)});
    return std::make_shared<const Policy>(std::move(rules), ::geteuid(), 1'000'000'000U);
}

std::string path_of_new_read(ApiFixture& api) {
    const JsonAnswer read = api.post("{}");
    EXPECT_EQ(read.status, 200U) << read.head;
    return "/v1/reads/" + std::string{read.body.at("id").as_string()};
}

const boost::json::object& part(const JsonAnswer& answer, std::string_view name) {
    EXPECT_EQ(answer.status, 200U) << answer.head;
    return answer.body.at("record").at(name).as_object();
}

TEST(HeldReads, HaveTheSameAnswerEachTime) {
    ApiFixture api;
    api.set_policy(policy_of("hotel", Grants::everything()));
    api.insert();
    const std::string path = path_of_new_read(api);
    const JsonAnswer first = api.get(path);
    const JsonAnswer second = api.get(path);
    EXPECT_EQ(first.status, 200U);
    EXPECT_EQ(second.head, first.head);
    EXPECT_EQ(second.body, first.body);
}

TEST(HeldReads, AreShownThroughTheGrantsOfTheMoment) {
    ApiFixture api;
    api.insert();
    api.become("hotel", granted({"document", "holder.names", "holder.over_18", "verification"}));
    const std::string path = path_of_new_read(api);
    EXPECT_EQ(part(api.get(path), "document").at("number"), "931586198001010028");

    api.become("police");
    EXPECT_EQ(api.get(path).code(), "no_such_read") << "a read of another client";
    api.become("hotel", granted({"document.type", "holder.over_18"}));
    EXPECT_EQ(part(api.get(path), "document"), (boost::json::object{{"type", "permanent_resident_card"}}));
    EXPECT_EQ(part(api.get(path), "holder"), (boost::json::object{{"over_18", true}}));
    EXPECT_FALSE(api.get(path).body.as_object().contains("verification"));
    api.become("hotel");
    EXPECT_FALSE(part(api.get(path), "holder").contains("birth_date")) << "no more than the read was asked for";
    Grants elsewhere = Grants::everything();
    elsewhere.reader_globs = {"back-*"};
    api.become("hotel", elsewhere);
    EXPECT_EQ(api.get(path).code(), "no_such_read") << "its reader is not granted any more";
    Grants without_route = Grants::everything();
    without_route.routes = {RouteName::health};
    api.become("hotel", without_route);
    EXPECT_EQ(api.get(path).code(), "not_granted");
}

TEST(HeldReads, FollowAReloadOnAnOpenConnection) {
    ApiFixture api;
    api.insert();
    api.become("hotel");
    const std::string path = path_of_new_read(api);
    test::RawClient client = api.client();
    const auto number_shown = [&] {
        const auto answer = client.ask(ApiFixture::request("GET", path));
        return answer && answer->status == 200 && answer->body.find("931586198001010028") != std::string::npos;
    };
    EXPECT_TRUE(number_shown());
    EXPECT_TRUE(number_shown());
    api.become("hotel", granted({"holder.names"}));
    EXPECT_FALSE(number_shown());
    api.become("hotel");
    EXPECT_TRUE(number_shown());
    api.become("stranger");
    EXPECT_FALSE(number_shown());
}

TEST(HeldReads, DeriveMembersFromToday) {
    ApiFixture api;
    api.become("hotel", granted({"holder.over_46", "document.currently_valid"}));
    api.insert();
    const std::string path = path_of_new_read(api);
    const auto derived = [&] {
        const JsonAnswer answer = api.get(path);
        return std::pair{part(answer, "holder").at("over_46").as_bool(),
                         part(answer, "document").at("currently_valid").as_bool()};
    };
    // Born on 1980-01-01, valid until 2033-08-07.
    for (int time = 0; time < 2; ++time) {
        api.set_today(2025y / 12 / 31);
        EXPECT_EQ(derived(), (std::pair{false, true}));
        api.set_today(2026y / 1 / 1);
        EXPECT_EQ(derived(), (std::pair{true, true}));
        api.set_today(2033y / 8 / 7);
        EXPECT_EQ(derived(), (std::pair{true, true}));
        api.set_today(2033y / 8 / 8);
        EXPECT_EQ(derived(), (std::pair{true, false}));
    }
}

TEST(HeldReads, HaveSeparateViews) {
    ApiFixture api;
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) -> Result<ReadOutcome> {
        const Bytes text = test::read_vector_bytes("samv/text_cn.bin");
        ReadOutcome outcome;
        outcome.profile = identity::Profile::sam;
        auto record =
            identity::assemble_sam({.text = text, .portrait = Bytes(identity::wlt_size)}, outcome.verification);
        if (!record) return std::unexpected{record.error()};
        outcome.record = std::move(*record);
        return outcome;
    });
    api.insert();
    const std::string path = path_of_new_read(api);
    for (int time = 0; time < 2; ++time) {
        const JsonAnswer whole = api.get(path);
        EXPECT_TRUE(whole.body.as_object().contains("record"));
        EXPECT_FALSE(whole.body.as_object().contains("citizen"));
        const JsonAnswer citizen = api.get(path + "?view=citizen");
        EXPECT_EQ(citizen.body.at("citizen").at("number"), "11010519491231002X");
        EXPECT_FALSE(citizen.body.as_object().contains("record"));
    }
}

TEST(HeldReads, AreRefusedInTheLanguageOfTheRequest) {
    ApiFixture api;
    api.insert();
    const std::string path = path_of_new_read(api);
    const JsonAnswer record = api.get(path, "Accept-Language: zh\r\n");
    EXPECT_EQ(api.get(path, "Accept-Language: en\r\n").body, record.body) << "a record does not depend on the language";
    const std::string citizen = path + "?view=citizen";
    const auto detail = [&](const char* language) {
        const JsonAnswer refusal = api.get(citizen, language);
        EXPECT_EQ(refusal.code(), "not_representable");
        return std::string{refusal.body.at("detail").as_string()};
    };
    for (int time = 0; time < 2; ++time) {
        EXPECT_EQ(detail("Accept-Language: zh\r\n"), "居民身份证的字段不适用于此证件。");
        EXPECT_EQ(detail("Accept-Language: en\r\n"), "The fields of a citizen's card do not fit this document.");
    }
}

TEST(HeldReads, HaveThePseudonymOfTheirClient) {
    ApiFixture api;
    api.set_reading([](apdu::CardConnection&, const ReadRequest& order, ReadObserver&, JobContext&) {
        ReadOutcome outcome = test::full_outcome();
        outcome.record.holder.pseudonym = PersonalText{"of " + order.pseudonym_for};
        return Result<ReadOutcome>{std::move(outcome)};
    });
    api.insert();
    api.become("hotel");
    const std::string of_hotel = path_of_new_read(api);
    api.become("bank");
    const std::string of_bank = path_of_new_read(api);
    for (int time = 0; time < 2; ++time) {
        api.become("hotel");
        EXPECT_EQ(part(api.get(of_hotel), "holder").at("pseudonym"), "of hotel");
        EXPECT_EQ(api.get(of_bank).code(), "no_such_read");
        api.become("bank");
        EXPECT_EQ(part(api.get(of_bank), "holder").at("pseudonym"), "of bank");
        EXPECT_EQ(api.get(of_hotel).code(), "no_such_read");
    }
}

TEST(HeldReads, End) {
    const auto policy = policy_of("hotel", Grants::everything());
    struct End {
        const char* name;
        std::function<void(ApiFixture&, const std::string& path)> happens;
    };
    const std::vector<End> ends{
        {"forgotten", [](ApiFixture& api, const std::string& path) { EXPECT_EQ(api.erase(path).status, 204U); }},
        {"replaced", [](ApiFixture& api, const std::string&) { EXPECT_EQ(api.post("{}").status, 200U); }},
        {"removed",
         [](ApiFixture& api, const std::string&) {
             api.on_io([&] { api.store().set_rules({.after_removal = 0s, .at_most = 600s}); });
             api.remove();
             api.on_io([&] { api.store().end_due(); });
         }},
        {"expired",
         [](ApiFixture& api, const std::string&) {
             api.on_io([&] {
                 api.store().set_rules({.after_removal = 60s, .at_most = 0s});
                 api.store().end_due();
             });
         }},
    };
    for (const End& end : ends) {
        ApiFixture api;
        api.set_policy(policy);
        api.insert();
        const std::string path = path_of_new_read(api);
        EXPECT_EQ(api.get(path).status, 200U);
        end.happens(api, path);
        EXPECT_EQ(api.get(path).code(), "no_such_read") << end.name;
    }
}

}  // namespace
}  // namespace fivestar::daemon
