// SPDX-License-Identifier: Apache-2.0
// The audit log has one entry for each read, look at a finished read, and comparison, even if it failed, and never a
// value.
#include "daemon/audit/audit_log.hpp"
#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using test::ApiFixture;
using test::full_outcome;
using test::granted;
using test::Happening;
using test::text;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view as_stream = "Accept: text/event-stream\r\n";

/// A fixture that collects audit entries and their log lines.
class AuditedFixture : public ApiFixture {
  public:
    explicit AuditedFixture(const std::vector<std::string>& readers = {"front-desk"}) : ApiFixture(readers) {
        audit_with([this](const AuditEntry& entry) {
            entries_.push_back(entry);
            writer_.write(entry);
        });
    }
    AuditedFixture(const AuditedFixture&) = delete;
    AuditedFixture& operator=(const AuditedFixture&) = delete;
    ~AuditedFixture() { audit_with({}); }

    /// The entries so far, once there are `count`; fewer if they do not come.
    [[nodiscard]] std::vector<AuditEntry> audited(std::size_t count) {
        std::vector<AuditEntry> entries;
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        do {
            on_io([&] { entries = entries_; });
        } while (entries.size() < count && std::chrono::steady_clock::now() < end);
        return entries;
    }
    [[nodiscard]] const test::CollectedLog& log() const { return log_; }

  private:
    std::vector<AuditEntry> entries_ = {};  // on the I/O thread
    test::CollectedLog log_ = {};
    AuditWriter writer_{log_};
};

/// Client, request, outcome, and where there are any: problem, refused field, `@` and the reader, `:` and fields.
std::string told(const AuditEntry& entry) {
    std::string text = entry.client + " " + entry.request + " ";
    text.append(to_string(entry.outcome));
    if (!entry.problem.empty()) text.append(" ").append(entry.problem);
    if (!entry.refused_field.empty()) text.append(" ").append(entry.refused_field);
    if (!entry.facts.reader.empty()) text.append(" @").append(entry.facts.reader);
    const std::string fields = entry.facts.fields.summary();
    if (!fields.empty()) text.append(" :").append(fields);
    return text;
}

std::vector<std::string> told(AuditedFixture& api, std::size_t count) {
    std::vector<std::string> all;
    for (const AuditEntry& entry : api.audited(count)) all.push_back(told(entry));
    return all;
}

/// Asks for a stream and takes it to its end.
void stream(ApiFixture& api, std::string_view body) {
    test::RawClient client = api.client();
    ApiFixture::open_stream(client, ApiFixture::request("POST", "/v1/read", body, as_stream));
    while (ApiFixture::next_event(client)) {
    }
}

TEST(Audit, EveryRequestForAReadIsRecorded) {
    AuditedFixture api;
    const std::string card = api.insert();
    api.become("hotel", granted({"document", "portrait", "compare.holder.sex", "verification"}));
    const std::string id = text(api.post("{}").body, "id");
    const std::string path = "/v1/reads/" + id;
    EXPECT_EQ(api.get(path).status, 200U);
    EXPECT_EQ(api.get(path + "/portrait", "Accept: image/jpeg\r\n").status, 200U);
    EXPECT_EQ(api.post_to(path + "/match", R"({"fields":{"holder.sex":"F"}})").status, 200U);
    EXPECT_EQ(api.erase(path).status, 204U);
    EXPECT_EQ(api.get(path).status, 404U);
    EXPECT_THAT(
        told(api, 6),
        ElementsAre("hotel POST /v1/read answered @front-desk :document,portrait,verification,compare.holder.sex",
                    "hotel GET /v1/reads/{id} answered @front-desk "
                    ":document,portrait,verification,compare.holder.sex",
                    "hotel GET /v1/reads/{id}/portrait answered @front-desk :portrait",
                    "hotel POST /v1/reads/{id}/match answered @front-desk :compare.holder.sex",
                    "hotel DELETE /v1/reads/{id} answered @front-desk",
                    "hotel GET /v1/reads/{id} failed no_such_read"));
    for (const AuditEntry& entry : api.audited(6)) {
        const bool found = entry.outcome == AuditOutcome::answered;
        EXPECT_EQ(entry.facts.reads, found ? std::vector{id} : std::vector<std::string>{}) << told(entry);
        EXPECT_EQ(entry.facts.card, found ? card : "") << told(entry);
    }
}

TEST(Audit, ACrossCheckIsRecordedWithBothReads) {
    AuditedFixture api{{"left", "right"}};
    api.insert("left");
    api.insert("right");
    api.become("hotel", granted({"compare.holder.sex", "compare.holder.birth_date"}));
    const std::string one = text(api.post(R"({"reader":"left"})").body, "id");
    const std::string other = text(api.post(R"({"reader":"right"})").body, "id");
    EXPECT_EQ(api.post_to("/v1/cross-check", R"({"reads":[")" + one + R"(",")" + other + R"("]})").status, 200U);
    const auto entries = api.audited(3);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(told(entries[2]),
              "hotel POST /v1/cross-check answered @right :compare.holder.sex,compare.holder.birth_date");
    EXPECT_THAT(entries[2].facts.reads, ElementsAre(one, other));
}

TEST(Audit, EvidenceIsRecordedIfItWasSent) {
    AuditedFixture api;
    api.set_reading([](apdu::CardConnection&, const ReadRequest& order, ReadObserver&, JobContext&) {
        ReadOutcome outcome = full_outcome();
        if (order.evidence) outcome.evidence = test::specimen_evidence();
        return Result<ReadOutcome>{std::move(outcome)};
    });
    api.insert();
    api.become("archive", granted({"document.type", "evidence"}));
    EXPECT_EQ(api.get("/v1/reads/" + text(api.post("{}").body, "id")).status, 200U);
    EXPECT_EQ(api.get("/v1/reads/" + text(api.post(R"({"evidence":true})").body, "id")).status, 200U);
    api.become("hotel", granted({"document.type"}));
    EXPECT_EQ(api.post(R"({"evidence":true})").status, 403U);
    EXPECT_THAT(told(api, 5), ElementsAre("archive POST /v1/read answered @front-desk :document.type",
                                          "archive GET /v1/reads/{id} answered @front-desk :document.type",
                                          "archive POST /v1/read answered @front-desk :document.type,evidence",
                                          "archive GET /v1/reads/{id} answered @front-desk :document.type,evidence",
                                          "hotel POST /v1/read refused not_granted evidence :document.type,evidence"));
}

TEST(Audit, RefusalsAreRecordedWithTheRequestedFields) {
    AuditedFixture api;
    api.insert();
    api.become("hotel", granted({"holder.names", "compare.holder.sex"}));
    const std::string path = "/v1/reads/" + text(api.post("{}").body, "id");
    EXPECT_EQ(api.post(R"({"fields":["holder.names","document.number"]})").status, 403U);
    EXPECT_EQ(api.post(R"({"require":["signature"]})").status, 403U);
    EXPECT_EQ(api.get(path + "/portrait").status, 403U);
    EXPECT_EQ(api.post_to(path + "/match", R"({"fields":{"holder.birth_date":"1980-01-01"}})").status, 403U);
    Grants blind = granted({"holder.names"});
    blind.routes = {RouteName::health};
    api.become("clock", blind);
    EXPECT_EQ(api.post("{}").status, 403U);
    EXPECT_THAT(told(api, 6),
                ElementsAre(HasSubstr("answered"),
                            "hotel POST /v1/read refused not_granted document.number :document.number,holder.names",
                            "hotel POST /v1/read refused not_granted verification :holder.names,compare.holder.sex",
                            "hotel GET /v1/reads/{id}/portrait refused not_granted portrait @front-desk :portrait",
                            "hotel POST /v1/reads/{id}/match refused not_granted holder.birth_date "
                            ":compare.holder.birth_date",
                            "clock POST /v1/read refused not_granted"));
}

TEST(Audit, AReaderIsRecordedIfItExists) {
    AuditedFixture api{{"left", "right"}};
    Grants grants = granted({"portrait"});
    grants.reader_globs = {"left"};
    api.become("hotel", grants);
    EXPECT_EQ(api.post(R"({"reader":"right"})").code(), "no_such_reader");
    EXPECT_EQ(api.post(R"({"reader":"SPECIMEN"})").code(), "no_such_reader");
    EXPECT_EQ(api.post(R"({"reader":"left"})").code(), "no_card");
    EXPECT_EQ(api.post("{").code(), "bad_request");
    EXPECT_THAT(told(api, 4), ElementsAre("hotel POST /v1/read failed no_such_reader @right :portrait",
                                          "hotel POST /v1/read failed no_such_reader :portrait",
                                          "hotel POST /v1/read failed no_card @left :portrait",
                                          "hotel POST /v1/read failed bad_request"));
}

TEST(Audit, AStreamIsRecordedOnceAtItsEnd) {
    AuditedFixture api;
    api.become("hotel", granted({"portrait"}));
    stream(api, "{}");
    api.insert();
    stream(api, "{}");
    api.set_reading([](apdu::CardConnection&, const ReadRequest&, ReadObserver& observer, JobContext&) {
        observer.text_ready(full_outcome());
        return Result<ReadOutcome>{std::unexpected{Error{ErrorCode::card_removed}}};
    });
    stream(api, "{}");
    EXPECT_EQ(api.post("{}").status, 409U) << "no stream: what was read is not told";
    EXPECT_THAT(told(api, 4), ElementsAre("hotel POST /v1/read failed no_card :portrait",
                                          "hotel POST /v1/read answered @front-desk :portrait",
                                          "hotel POST /v1/read answered_in_part card_removed @front-desk :portrait",
                                          "hotel POST /v1/read failed card_removed @front-desk :portrait"));
}

TEST(Audit, AClientThatLeavesIsRecorded) {
    Happening begun;
    AuditedFixture api;
    api.become("hotel", granted({"portrait"}));
    api.insert();
    api.set_reading([&](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext& job) {
        Happening stopped;
        const std::stop_callback on_stop{job.stop(), [&] { stopped.happen(); }};
        begun.happen();
        EXPECT_TRUE(stopped.wait());
        return Result<ReadOutcome>{fail(ErrorCode::cancelled)};
    });
    {
        test::RawClient client = api.client();
        ASSERT_TRUE(client.send(ApiFixture::request("POST", "/v1/read", "{}")));
        ASSERT_TRUE(begun.wait());
    }
    EXPECT_THAT(told(api, 1), ElementsAre("hotel POST /v1/read abandoned @front-desk :portrait"));
}

TEST(Audit, EventStreamsAreNotRecorded) {
    AuditedFixture api;
    api.insert();
    test::RawClient events = api.client();
    ApiFixture::open_stream(events, ApiFixture::request("GET", "/v1/events"));
    EXPECT_TRUE(ApiFixture::next_event(events).has_value());
    api.on_io([] {});
    EXPECT_THAT(api.audited(0), IsEmpty());
}

TEST(Audit, HoldsNoDataOfTheHolderAndNoTextOfTheClient) {
    AuditedFixture api;
    api.insert();
    const std::string id = text(api.post(R"({"access":{"document_number":"L898902C","birth_date":"1969-08-06",)"
                                         R"("expiry_date":"1994-06-23"}})")
                                    .body,
                                "id");
    const std::string path = "/v1/reads/" + id;
    for (const char* body :
         {R"({"access":{"mrz":"SPECIMEN"}})", R"({"access":{"can":"123456"}})", R"({"access":{"can":"PAK310080"}})",
          R"({"reader":"SPECIMEN"})", R"({"card":"931586198001010028"})", R"({"specimen":1})", R"({"SPECIMEN":1})",
          R"({"fields":["SPECIMEN"]})", R"({"require":["SPECIMEN"]})", R"({"wait_for":"SPECIMEN"})"}) {
        static_cast<void>(api.post(body));
    }
    stream(api, R"({"access":{"can":"123456"}})");
    static_cast<void>(api.get(path));
    static_cast<void>(api.get(path + "?view=SPECIMEN"));
    static_cast<void>(api.get(path + "/portrait"));
    static_cast<void>(api.get("/v1/reads/SPECIMEN"));
    static_cast<void>(api.erase("/v1/reads/931586198001010028"));
    for (const char* body :
         {R"({"fields":{"holder.names":"SPECIMEN ZHENGJIAN","document.number":"931586198001010028"}})",
          R"({"fields":{"SPECIMEN":"1980-01-01"}})", R"({"fields":{"holder.birth_date":"SPECIMEN"}})"}) {
        static_cast<void>(api.post_to(path + "/match", body));
    }
    static_cast<void>(api.post_to("/v1/cross-check", R"({"reads":["SPECIMEN","931586198001010028"]})"));

    constexpr std::size_t asked = 21;
    static_cast<void>(api.audited(asked));
    const auto lines = api.log().lines();
    EXPECT_EQ(lines.size(), asked);
    std::string all;
    for (const std::string& line : lines) all.append(line).append("\n");
    const auto records = api.log().records();
    for (const auto& record : records) {
        for (const auto& [name, value] : record) all.append(name).append("=").append(value).append("\n");
    }
    // None is so short that a random id might hold it.
    for (const char* value : {"SPECIMEN", "specimen", "ZHENGJIAN", "证件样本", "931586198001010028", "1980-01-01",
                              "19800101", "PAK", "L898902C", "1969-08-06", "1994-06-23", "369080619", "123456",
                              "C00000000", "0123456789abcdef", "2033-08-07", "genuine"}) {
        EXPECT_EQ(all.find(value), std::string::npos) << value << " in\n" << all;
    }
    EXPECT_NE(all.find(id), std::string::npos) << "it does say which read";
}

}  // namespace
}  // namespace fivestar::daemon
