// SPDX-License-Identifier: Apache-2.0
// Every field of the schema against every grant, over a real socket: what is granted comes, what is not is absent, or
// refused by name where it is asked for; and what a client may learn of what is not its own, which is nothing.
#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"
#include "tests/daemon/policy/field_paths.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using test::ApiFixture;
using test::JsonAnswer;
using test::RawClient;

/// The leaves of the schema, and one age.
std::vector<std::string_view> all_fields() {
    const auto paths = test::field_paths();
    std::vector<std::string_view> fields(paths.begin(), paths.end());
    fields.emplace_back("holder.over_21");
    return fields;
}

/// `evidence` is given to none who does not ask for it, and `module` only in a request that names it.
std::vector<std::string_view> shown_fields() {
    auto fields = all_fields();
    std::erase(fields, "evidence");
    return fields;
}

Grants granted(std::string_view path) {
    Grants grants = Grants::everything();
    grants.fields = {};
    EXPECT_TRUE(grants.fields.add(path)) << path;
    return grants;
}

/// The paths of what an answer shows: members of objects, as deep as the schema has them.
void collect(const boost::json::value& value, const std::string& path, std::set<std::string>& shown) {
    const auto* object = value.if_object();
    const auto schema = all_fields();
    if (object == nullptr || std::ranges::find(schema, path) != schema.end()) {
        shown.insert(path);
        return;
    }
    for (const auto& member : *object) collect(member.value(), path + '.' + std::string{member.key()}, shown);
}

std::set<std::string> fields_shown(const boost::json::value& answer) {
    std::set<std::string> shown;
    const auto& record = answer.at("record").as_object();
    for (const auto& member : record) {
        collect(member.value(), std::string{member.key()}, shown);
    }
    for (const char* beside : {"verification", "evidence"}) {
        if (answer.as_object().contains(beside)) shown.insert(beside);
    }
    return shown;
}

TEST(FieldGrants, ShowOnlyTheFieldsTheyName) {
    ApiFixture api;
    api.insert();
    for (const std::string_view field : shown_fields()) {
        api.become("hotel", granted(field));
        const bool is_named_only = field.starts_with("module.");
        const bool is_shown_unnamed = !fields_shown(api.post("{}").body).empty();
        EXPECT_EQ(is_shown_unnamed, !is_named_only) << field;
        const JsonAnswer read = api.post(is_named_only ? R"({"fields":[")" + std::string{field} + R"("]})" : "{}");
        ASSERT_EQ(read.status, 200U) << field;
        const std::set<std::string> only{std::string{field}};
        EXPECT_EQ(fields_shown(read.body), only);
        const std::string id{read.body.at("id").as_string()};
        EXPECT_EQ(fields_shown(api.get("/v1/reads/" + id).body), only);
        EXPECT_EQ(api.get("/v1/reads/" + id + "/portrait").status, field == "portrait" ? 200U : 403U) << field;
        api.become("hotel", granted("compare." + std::string{field}));
        EXPECT_TRUE(fields_shown(api.get("/v1/reads/" + id).body).empty()) << "a grant that has gone counts at once";
        EXPECT_TRUE(fields_shown(api.post("{}").body).empty()) << field << " may only be compared";
    }
}

TEST(FieldGrants, RefuseOtherFieldsByName) {
    ApiFixture api;
    api.insert();
    for (const std::string_view field : all_fields()) {
        api.become("hotel", granted(field));
        for (const std::string_view asked : shown_fields()) {
            const JsonAnswer answer = api.post(R"({"fields":[")" + std::string{asked} + R"("]})");
            if (asked == field) {
                EXPECT_EQ(answer.status, 200U) << field;
                continue;
            }
            EXPECT_EQ(answer.status, 403U) << field << ' ' << asked;
            EXPECT_EQ(answer.code(), "not_granted");
            EXPECT_EQ(answer.field(), asked);
        }
    }
}

TEST(FieldGrants, RequestAPseudonymOnlyIfItIsShown) {
    ApiFixture api;
    api.insert();
    std::string asked_for = "nothing";
    api.set_reading([&](apdu::CardConnection&, const ReadRequest& order, ReadObserver&, JobContext&) {
        asked_for = order.pseudonym_for;
        return Result<ReadOutcome>{test::full_outcome()};
    });
    for (const auto& [path, client] : {std::pair{"holder.pseudonym", "hotel"}, std::pair{"holder", "hotel"},
                                       std::pair{"holder.names", ""}, std::pair{"compare.holder", ""}}) {
        api.become("hotel", granted(path));
        EXPECT_EQ(api.post("{}").status, 200U);
        EXPECT_EQ(asked_for, client) << path;
    }
}

/// All octets of the answer but its date: two answers may be a second apart.
std::string octets(ApiFixture& api, std::string_view method, const std::string& path, std::string_view body = {}) {
    RawClient client = api.client();
    const auto answer = client.ask(ApiFixture::request(method, path, body));
    if (!answer) return {};
    std::string head = answer->head;
    const std::size_t date = head.find("\r\nDate: ");
    if (date != std::string::npos) head.erase(date, head.find("\r\n", date + 2) - date);
    return head + answer->body;
}

TEST(FieldGrants, ReadsOfOthersLookLikeUnknownReads) {
    ApiFixture api{{"front-desk", "back-office"}};
    api.insert("front-desk");
    api.insert("back-office");
    api.become("hotel");
    const std::string front{api.post(R"({"reader":"front-desk"})").body.at("id").as_string()};
    const std::string back{api.post(R"({"reader":"back-office"})").body.at("id").as_string()};
    Grants one_reader = Grants::everything();
    one_reader.reader_globs = {"front-*"};
    const std::string never(32, '0');
    const auto expect_nothing = [&](const std::string& id) {
        for (const auto& [method, tail, body] :
             {std::tuple{"GET", "", ""}, std::tuple{"GET", "?view=citizen", ""}, std::tuple{"GET", "/portrait", ""},
              std::tuple{"DELETE", "", ""}, std::tuple{"POST", "/match", R"({"fields":{"holder.sex":"F"}})"}}) {
            const std::string unknown = octets(api, method, "/v1/reads/" + never + tail, body);
            EXPECT_NE(unknown.find(" 404 "), std::string::npos);
            EXPECT_EQ(octets(api, method, "/v1/reads/" + id + tail, body), unknown) << method << tail;
        }
        const auto pair = [&](const std::string& other) {
            return R"({"reads":[")" + other + R"(",")" + std::string(32, '1') + R"("]})";
        };
        EXPECT_EQ(octets(api, "POST", "/v1/cross-check", pair(id)),
                  octets(api, "POST", "/v1/cross-check", pair(never)));
    };
    api.become("stranger");
    expect_nothing(front);
    api.become("hotel", one_reader);
    expect_nothing(back);
    EXPECT_EQ(api.get("/v1/reads/" + front).status, 200U) << "and nothing was deleted";
    api.become("hotel");
    EXPECT_EQ(api.get("/v1/reads/" + back).status, 200U);
}

TEST(FieldGrants, ReadersThatAreNotGrantedLookLikeAbsentReaders) {
    ApiFixture api{{"front-desk", "back-office"}};
    api.insert("back-office");
    Grants one_reader = Grants::everything();
    one_reader.reader_globs = {"front-*"};
    api.become("hotel", one_reader);
    EXPECT_EQ(octets(api, "GET", "/v1/events?reader=back-office"), octets(api, "GET", "/v1/events?reader=never-off"));
    const auto without_name = [&](const char* reader) {
        std::string answer = octets(api, "POST", "/v1/read", R"({"reader":")" + std::string{reader} + R"("})");
        const auto at = answer.find(reader);
        return at == std::string::npos ? answer : answer.replace(at, std::string_view{reader}.size(), "");
    };
    EXPECT_EQ(without_name("back-office"), without_name("never-there"));
    EXPECT_EQ(api.post("{}").code(), "no_card") << "the card there is not for this client";
    api.become("stranger", Grants{.routes = RouteSet::all(), .fields = FieldSet::all()});
    EXPECT_EQ(api.post("{}").code(), "no_reader");
}

}  // namespace
}  // namespace fivestar::daemon
