// SPDX-License-Identifier: Apache-2.0
// POST /v1/reads/{id}/match and POST /v1/cross-check over a real socket, by docs/API.md. What single comparisons come
// to is the business of tests/identity.
#include "daemon/api/comparison_routes.hpp"

#include "daemon/reads/match_budget.hpp"
#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/match.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"

#include <atomic>
#include <future>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using test::ApiFixture;
using test::granted;
using test::JsonAnswer;

JsonAnswer cross_check(ApiFixture& api, const std::string& one, const std::string& other, std::string_view more = "") {
    return api.post_to("/v1/cross-check",
                       R"({"reads":[")" + one + R"(",")" + other + R"("])" + std::string{more} + "}");
}

boost::json::value result(std::string_view likeness, boost::json::value reason = nullptr) {
    return {{"result", likeness}, {"reason", std::move(reason)}};
}

TEST(Match, RevealsOnlyTheResultsOfComparisons) {
    ApiFixture api;
    api.insert();
    api.become("hotel", granted({"compare.holder", "compare.document"}));
    const JsonAnswer read = api.post("{}");
    EXPECT_TRUE(read.body.at("record").as_object().empty());
    const std::string id = id_of(read);
    const JsonAnswer answer = match(api, id, R"({
        "holder.names": "Zhengjian Specimen", "holder.names.chinese": "证件样本", "holder.names.latin": "证件样本",
        "holder.birth_date": "1980-01-02", "holder.sex": "F", "holder.nationality": "pak",
        "document.number": "PAK310080010103", "document.valid_until": "2033-08-07",
        "document.currently_valid": "2033-08-08", "holder.personal_number": "SPECIMEN-8"})");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body, boost::json::value({{"read", id},
                                               {"fields",
                                                {{"holder.names", result("same", "other_order")},
                                                 {"holder.names.chinese", result("same")},
                                                 {"holder.names.latin", result("not_comparable", "different_scripts")},
                                                 {"holder.birth_date", result("different")},
                                                 {"holder.sex", result("same")},
                                                 {"holder.nationality", result("same")},
                                                 {"document.number", result("same", "previous_number")},
                                                 {"document.valid_until", result("same")},
                                                 {"document.currently_valid", result("different", "expired")},
                                                 {"holder.personal_number", result("different")}}}}));
}

// hotoo/pinyin#375 and w3c/clreq#512: a passport of one line, and what bookings have of it.
TEST(Match, ComparesNamesHoweverTheyAreEncoded) {
    ApiFixture api;
    api.insert();
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        ReadOutcome passport = test::full_outcome();
        passport.record.holder.names = {.primary = PersonalText{"LYU"}, .secondary = PersonalText{"NA"}};
        return Result<ReadOutcome>{std::move(passport)};
    });
    const std::string id = id_of(api.post("{}"));
    for (const char* booked : {"Lü Na", "LV NA", "LU NA", "Lǚ Nà", "ＬＵ　ＮＡ", "吕娜", "\u2F1C吕娜"}) {
        const bool other = std::string_view{booked}.starts_with("\u2F1C");
        EXPECT_EQ(match(api, id, R"({"holder.names":")" + std::string{booked} + R"("})").body.at("fields"),
                  boost::json::value({{"holder.names", other ? result("not_comparable", "different_scripts")
                                                             : result("same", "transliterated")}}))
            << booked;
    }
}

/// The first comparison of a Chinese name with a Latin one waits for the readings; other requests do not.
TEST(Match, LoadsReadingsOutsideOfTheIoThread) {
    ApiFixture api;
    api.insert();
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        ReadOutcome card = test::full_outcome();
        card.record.holder.names = {.chinese = PersonalText{"吕娜"}};
        return Result<ReadOutcome>{std::move(card)};
    });
    std::atomic<int> loads = 0;
    test::Happening begun;
    test::Happening may_end;
    api.load_pinyin_with([&] {
        ++loads;
        begun.happen();
        EXPECT_TRUE(may_end.wait());
    });
    const std::string id = id_of(api.post("{}"));
    EXPECT_EQ(match(api, id, R"({"holder.names":"吕娜"})").status, 200U);
    EXPECT_EQ(loads, 0) << "one script needs no readings";
    auto waiting = std::async(std::launch::async, [&] { return match(api, id, R"({"holder.names":"LYU NA"})"); });
    ASSERT_TRUE(begun.wait());
    EXPECT_EQ(api.get("/v1/reads/" + id).status, 200U);
    EXPECT_EQ(match(api, id, R"({"holder.names":"李娜"})").body.at("fields"),
              boost::json::value({{"holder.names", result("different")}}));
    may_end.happen();
    const auto same = boost::json::value({{"holder.names", result("same", "transliterated")}});
    EXPECT_EQ(waiting.get().body.at("fields"), same);
    EXPECT_EQ(match(api, id, R"({"holder.names":"LYU NA"})").body.at("fields"), same);
    EXPECT_EQ(loads, 1);
}

TEST(Match, IsGrantedFieldByField) {
    ApiFixture api;
    api.insert();
    const std::string everything = id_of(api.post("{}"));
    EXPECT_EQ(match(api, everything, R"({"holder.sex":"F"})").status, 200U);
    api.become("hotel", granted({"compare.holder.sex", "document.currently_valid"}));
    EXPECT_EQ(match(api, everything, R"({"holder.sex":"F"})").code(), "no_such_read") << "another client's";
    const std::string id = id_of(api.post("{}"));
    EXPECT_EQ(match(api, id, R"({"holder.sex":"F"})").status, 200U);
    for (const char* path : {"holder.birth_date", "document.currently_valid"}) {
        const std::string fields = R"({"holder.sex":"F",")" + std::string{path} + R"(":"1980-01-01"})";
        for (const std::string& read : {id, everything, std::string{"unknown"}}) {
            const JsonAnswer refused = match(api, read, fields);
            EXPECT_EQ(refused.status, 403U) << path;
            EXPECT_EQ(refused.code(), "not_granted");
            EXPECT_EQ(refused.field(), path);
        }
    }
    Grants without_route = granted({"compare.holder.sex"});
    without_route.routes = {RouteName::read};
    api.become("hotel", without_route);
    EXPECT_EQ(match(api, id, R"({"holder.sex":"F"})").status, 403U);
    Grants elsewhere = granted({"compare.holder.sex"});
    elsewhere.reader_globs = {"back-*"};
    api.become("hotel", elsewhere);
    EXPECT_EQ(match(api, id, R"({"holder.sex":"F"})").code(), "no_such_read");
}

TEST(Match, ReportsFieldsThatWereNotRead) {
    ApiFixture api;
    api.insert();
    api.become("hotel", granted({"compare.holder", "compare.document"}));
    const std::string id = id_of(api.post(R"({"fields":["compare.holder.sex"]})"));
    const JsonAnswer answer = match(api, id, R"({"holder.sex":"M","holder.names":"ANNA"})");
    EXPECT_EQ(answer.body.at("fields"), boost::json::value({{"holder.sex", result("different")},
                                                            {"holder.names", result("not_comparable", "not_read")}}));
}

TEST(Match, LimitsComparisonsForEachCard) {
    ApiFixture api{{"left", "right"}};
    api.insert("left");
    api.insert("right");
    for (unsigned count = 0; count < MatchBudget::tries_of_card; ++count) {
        const std::string id = id_of(api.post(R"({"reader":"left"})"));
        EXPECT_EQ(match(api, id, R"({"holder.birth_date":"1980-01-02"})").status, 200U);
    }
    const std::string id = id_of(api.post(R"({"reader":"left"})"));
    const JsonAnswer refused = match(api, id, R"({"holder.birth_date":"1980-01-01"})");
    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(refused.code(), "too_many_requests");
    EXPECT_EQ(match(api, id_of(api.post(R"({"reader":"right"})")), R"({"holder.sex":"F"})").status, 200U);
    api.remove("left");
    api.insert("left");
    EXPECT_EQ(match(api, id_of(api.post(R"({"reader":"left"})")), R"({"holder.sex":"F"})").status, 200U);
}

TEST(CrossCheck, ComparesTwoReads) {
    ApiFixture api{{"left", "right"}};
    api.insert("left");
    api.insert("right");
    const std::string card = id_of(api.post(R"({"reader":"left"})"));
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        ReadOutcome passport = test::full_outcome();
        passport.record.document.type = identity::DocumentType::passport;
        passport.record.document.issuing_state = PersonalText{"PAK"};
        passport.record.document.number = PersonalText{"SP1234567"};
        passport.record.holder.names.chinese.reset();
        passport.record.holder.nationality = PersonalText{"CAN"};
        passport.record.holder.sex = identity::Sex::unspecified;
        passport.record.number.reset();
        return Result<ReadOutcome>{std::move(passport)};
    });
    const std::string passport = id_of(api.post(R"({"reader":"right"})"));
    const JsonAnswer answer = cross_check(api, card, passport);
    EXPECT_EQ(answer.body, boost::json::value({{"reads", {card, passport}},
                                               {"fields",
                                                {{"holder.names", result("same")},
                                                 {"holder.sex", result("not_comparable", "unspecified")},
                                                 {"holder.birth_date", result("same")},
                                                 {"holder.nationality", result("different")},
                                                 {"document.number", result("not_comparable", "different_documents")},
                                                 {"document.currently_valid", result("same")}}}}));
    EXPECT_EQ(cross_check(api, passport, card).body.at("fields"), answer.body.at("fields"));
    EXPECT_EQ(cross_check(api, card, passport, R"(,"fields":["document.valid_until"])").body.at("fields"),
              boost::json::value({{"document.valid_until", result("same")}}));
}

/// The residence permit of a resident of Hong Kong repeats the number of the travel permit. Number and names are those
/// of the published specimen of CR (docs/CHINESE-CARDS.md).
TEST(CrossCheck, ComparesAResidencePermitWithTheTravelPermit) {
    ApiFixture api{{"left", "right"}};
    api.insert("left");
    api.insert("right");
    const auto read = [&api](const char* reader, auto change) {
        api.set_reading([change](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
            ReadOutcome outcome = test::full_outcome();
            outcome.record.document.travel_permit_number.reset();
            outcome.record.holder.names = {};
            outcome.record.holder.nationality = PersonalText{"CHN"};
            change(outcome.record);
            return Result<ReadOutcome>{std::move(outcome)};
        });
        return id_of(api.post(R"({"reader":")" + std::string{reader} + R"("})"));
    };
    const std::string residence = read("left", [](identity::IdentityRecord& record) {
        record.document.type = identity::DocumentType::hmt_residence_permit;
        record.document.number = PersonalText{"810000198108030029"};
        record.document.travel_permit_number = PersonalText{"H12345678"};
        record.holder.names.chinese = PersonalText{"证件样本"};
    });
    const std::string travel = read("right", [](identity::IdentityRecord& record) {
        record.document.type = identity::DocumentType::home_return_permit;
        record.document.number = PersonalText{"H12345678"};
        record.holder.names.primary = PersonalText{"ZHENG JIAN"};
        record.holder.names.secondary = PersonalText{"YANG BEN"};
        record.holder.names.chinese = PersonalText{"证件样"};
        record.holder.names.chinese_truncated = true;
    });
    constexpr std::string_view fields =
        R"(,"fields":["document.travel_permit_number","document.number","holder.names.chinese","holder.names.latin"])";
    EXPECT_EQ(cross_check(api, residence, travel, fields).body.at("fields"),
              boost::json::value({{"document.travel_permit_number", result("same")},
                                  {"document.number", result("not_comparable", "different_documents")},
                                  {"holder.names.chinese", result("same", "truncated")},
                                  {"holder.names.latin", result("not_comparable", "different_scripts")}}));
}

/// A chip that hides DG11 or DG12 gets no comparison from what is left: an abbreviated name, a validity without start.
TEST(CrossCheck, DoesNotCompareFieldsOfWithheldFiles) {
    ApiFixture api{{"left", "right"}};
    api.insert("left");
    api.insert("right");
    const std::string card = id_of(api.post(R"({"reader":"left"})"));
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) {
        ReadOutcome outcome = test::full_outcome();
        auto& hashes = outcome.verification[identity::CheckName::data_group_hashes];
        hashes.report(Reason::dg11_not_read);
        hashes.note(Reason::dg12_not_read);
        return Result<ReadOutcome>{std::move(outcome)};
    });
    const std::string hiding = id_of(api.post(R"({"reader":"right"})"));
    const auto not_read = result("not_comparable", "not_read");
    EXPECT_EQ(cross_check(api, card, hiding).body.at("fields"),
              boost::json::value({{"holder.names", not_read},
                                  {"holder.sex", result("same")},
                                  {"holder.birth_date", not_read},
                                  {"holder.nationality", result("same")},
                                  {"document.number", result("same")},
                                  {"document.currently_valid", not_read}}));
    EXPECT_EQ(match(api, hiding, R"({"holder.names":"ANNA","holder.sex":"F"})").body.at("fields"),
              boost::json::value({{"holder.names", not_read}, {"holder.sex", result("same")}}));
}

TEST(CrossCheck, NeedsOwnReadsAndGrantedFields) {
    ApiFixture api{{"left", "right"}};
    api.insert("left");
    api.insert("right");
    const std::string of_another = id_of(api.post(R"({"reader":"left"})"));
    api.become("hotel", granted({"compare.holder.names.latin", "holder.sex"}));
    const std::string left = id_of(api.post(R"({"reader":"left"})"));
    const std::string right = id_of(api.post(R"({"reader":"right"})"));
    EXPECT_EQ(cross_check(api, left, right).body.at("fields"),
              boost::json::value({{"holder.names.latin", result("same")}, {"holder.sex", result("same")}}));
    for (const auto& [one, other] :
         {std::pair{left, of_another}, std::pair{of_another, right}, std::pair{left, std::string(32, '0')}}) {
        const JsonAnswer answer = cross_check(api, one, other);
        EXPECT_EQ(answer.status, 404U);
        EXPECT_EQ(answer.code(), "no_such_read");
    }
    EXPECT_EQ(cross_check(api, left, right, R"(,"fields":["holder.sex","holder.names"])").field(), "holder.names");
    EXPECT_EQ(cross_check(api, left, right, R"(,"fields":["holder.birth_date"])").status, 403U);
    EXPECT_EQ(cross_check(api, left, left).field(), "reads");
    EXPECT_EQ(cross_check(api, left, right, R"(,"fields":[])").field(), "fields");
    EXPECT_EQ(cross_check(api, left, right, R"(,"more":1)").status, 400U);
    EXPECT_EQ(api.post_to("/v1/cross-check", R"({"reads":["a","b","c"]})").field(), "reads");
    Grants one_reader = granted({"holder.sex"});
    one_reader.reader_globs = {"left"};
    api.become("hotel", one_reader);
    EXPECT_EQ(cross_check(api, left, right).code(), "no_such_read");
    api.become("hotel", granted({"verification"}));
    EXPECT_EQ(cross_check(api, left, right).code(), "not_granted");
}

}  // namespace
}  // namespace fivestar::daemon
