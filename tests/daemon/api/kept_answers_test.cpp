// Answers that are kept, asked for over a real socket: never another client's, never of other grants or another day,
// and gone with the read they tell of.
#include "daemon/reads/kept_answers.hpp"

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

constexpr std::chrono::year_month_day first_day = 2026y / 1 / 31;

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

TEST(KeptAnswers, AreFoundByTheWholeQuestionAlone) {
    KeptAnswers<std::pair<int, std::string>> answers;
    EXPECT_EQ(answers.find({1, "a"}), nullptr);
    const auto text = answers.keep({1, "a"}, PersonalText{"one"});
    EXPECT_EQ(answers.find({1, "a"}), text);
    EXPECT_EQ(text->view(), "one");
    EXPECT_EQ(answers.find({1, "b"}), nullptr);
    EXPECT_EQ(answers.find({2, "a"}), nullptr);
}

TEST(KeptAnswers, AreFewTheOldestMakingRoom) {
    KeptAnswers<int> answers;
    const int most = KeptAnswers<int>::max_texts;
    const std::weak_ptr<const PersonalText> first = answers.keep(0, PersonalText{"0"});
    for (int question = 1; question < most; ++question) {
        static_cast<void>(answers.keep(question, PersonalText{std::to_string(question)}));
    }
    EXPECT_FALSE(first.expired());
    static_cast<void>(answers.keep(most, PersonalText{"most"}));
    EXPECT_TRUE(first.expired());
    EXPECT_EQ(answers.find(0), nullptr);
    EXPECT_NE(answers.find(1), nullptr);
}

TEST(KeptAnswers, AreNotLong) {
    KeptAnswers<int> answers;
    const auto longest = answers.keep(1, PersonalText{KeptAnswers<int>::max_size});
    EXPECT_EQ(answers.find(1), longest);
    const auto longer = answers.keep(2, PersonalText{KeptAnswers<int>::max_size + 1});
    EXPECT_EQ(longer->size(), KeptAnswers<int>::max_size + 1);
    EXPECT_EQ(answers.find(2), nullptr);
}

/// The text that is kept of a read for a policy's client; null if none is.
std::shared_ptr<const PersonalText> kept_text(ApiFixture& api, const Policy& policy, std::string_view path) {
    std::shared_ptr<const PersonalText> text;
    api.on_io([&] {
        const Caller caller = policy.caller({.uid = ::geteuid()});
        const auto read = api.store().find(caller.client, path.substr(path.rfind('/') + 1));
        if (read) text = read->answers.find({.grants = caller.grants, .view = {}, .today = first_day});
    });
    return text;
}

TEST(KeptReads, AreAnsweredTwiceFromOneText) {
    ApiFixture api;
    const auto policy = policy_of("hotel", Grants::everything());
    api.set_policy(policy);
    api.insert();
    const std::string path = path_of_new_read(api);
    EXPECT_EQ(kept_text(api, *policy, path), nullptr) << "nobody has asked yet";
    const JsonAnswer first = api.get(path);
    const auto text = kept_text(api, *policy, path);
    ASSERT_NE(text, nullptr);
    const JsonAnswer second = api.get(path);
    EXPECT_EQ(second.head, first.head);
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(kept_text(api, *policy, path), text) << "it was not made again";
}

TEST(KeptReads, AreShownToOthersAsTheyMaySeeThem) {
    ApiFixture api;
    api.insert();
    api.become("hotel", granted({"document", "holder.names", "holder.over_18", "verification"}));
    const std::string path = path_of_new_read(api);
    EXPECT_EQ(part(api.get(path), "document").at("number"), "931586198001010028");

    api.become("police");
    EXPECT_EQ(api.get(path).code(), "no_such_read") << "another client's";
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

TEST(KeptReads, FollowAReloadOnAConnectionThatStays) {
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

TEST(KeptReads, TellWhatIsDerivedFromTheDayOfEachDay) {
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

TEST(KeptReads, KeepViewsApart) {
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

TEST(KeptReads, AreRefusedInTheLanguageOfWhoAsks) {
    ApiFixture api;
    api.insert();
    const std::string path = path_of_new_read(api);
    const JsonAnswer record = api.get(path, "Accept-Language: zh\r\n");
    EXPECT_EQ(api.get(path, "Accept-Language: en\r\n").body, record.body) << "a record speaks no language";
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

TEST(KeptReads, HavePseudonymsOfTheirClient) {
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

TEST(KeptReads, GoWithTheRead) {
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
        const std::weak_ptr<const PersonalText> text = kept_text(api, *policy, path);
        EXPECT_FALSE(text.expired()) << end.name;
        end.happens(api, path);
        EXPECT_EQ(api.get(path).code(), "no_such_read") << end.name;
        EXPECT_TRUE(text.expired()) << end.name;
    }
}

}  // namespace
}  // namespace fivestar::daemon
