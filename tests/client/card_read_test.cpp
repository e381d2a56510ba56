// SPDX-License-Identifier: Apache-2.0
#include "client/card_read.hpp"

#include "client/connection.hpp"
#include "tests/client/fake_server.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::client {
namespace {

using test::answer_with;
using test::event_stream_head;
using test::FakeServer;
using test::http_answer;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view result =
    R"({"id":"r1_-Z","record":{"holder":{"names":{"latin":"SPECIMEN, MEI"},"over_18":true}},)"
    R"("verification":{"verdict":"unverified","checks":[{"name":"access","outcome":"passed"}]}})";

fivestar_read_options options() {
    fivestar_read_options options{};
    options.size = sizeof options;
    return options;
}

struct Free {
    void operator()(fivestar_response* response) const { fivestar_response_free(response); }
    void operator()(fivestar_client* client) const { fivestar_close(client); }
};
using OwnedResponse = std::unique_ptr<fivestar_response, Free>;
using OwnedClient = std::unique_ptr<fivestar_client, Free>;

OwnedClient client_of(const std::string& path) {
    fivestar_client* client = nullptr;
    EXPECT_EQ(fivestar_open(path.c_str(), &client), FIVESTAR_OK);
    return OwnedClient{client};
}

struct Read {
    fivestar_error error = FIVESTAR_OK;
    OwnedResponse response;
    std::vector<std::string> steps;
    int cancel_at = -1;

    static int take(void* context, const fivestar_progress* progress) {
        Read& read = *static_cast<Read*>(context);
        read.steps.push_back(std::string{progress->step} + " " + std::to_string(progress->index) + "/" +
                             std::to_string(progress->of) + " " + std::to_string(progress->bytes_done) + "/" +
                             std::to_string(progress->bytes_total));
        return static_cast<int>(read.steps.size()) == read.cancel_at ? 1 : 0;
    }

    void run(const std::string& path, const fivestar_read_options& options) {
        const OwnedClient client = client_of(path);
        fivestar_response* answer = nullptr;
        error = fivestar_read(client.get(), &options, &take, this, &answer);
        response.reset(answer);
    }
};

Read read_from(const std::string& octets, int cancel_at = -1) {
    FakeServer server{{answer_with(octets)}};
    Read read;
    read.cancel_at = cancel_at;
    read.run(server.path(), options());
    return read;
}

std::string event(std::string_view name, std::string_view data) {
    return std::string{"event: "}.append(name).append("\ndata: ").append(data).append("\n\n");
}

TEST(ReadBody, ContainsTheOptions) {
    fivestar_read_options all = options();
    all.reader = "front-desk";
    all.card = "c1";
    all.fields = "holder.names,verification";
    all.wait_seconds = 30;
    all.wants_evidence = 1;
    all.can = "12\"34";
    EXPECT_EQ(read_body(all)->view(),
              R"({"reader":"front-desk","card":"c1","wait_seconds":30,"fields":["holder.names","verification"],)"
              R"("evidence":true,"access":{"can":"12\"34"}})");
    EXPECT_EQ(read_body(options())->view(), "{}");
    fivestar_read_options zone = options();
    zone.mrz = "P<UTO\nL898902C3";
    zone.fields = "";
    EXPECT_EQ(read_body(zone)->view(), R"({"fields":[],"access":{"mrz":"P<UTO\u000aL898902C3"}})");
    zone.can = "123456";
    EXPECT_FALSE(read_body(zone)) << "a card has one key at a time";
    fivestar_read_options scanned = options();
    scanned.uses_scanned_key = 1;
    EXPECT_EQ(read_body(scanned)->view(), R"({"access":{"scanned":true}})");
    scanned.mrz = "P<UTO";
    EXPECT_FALSE(read_body(scanned));
    fivestar_read_options values = options();
    values.document_number = "L898902C3";
    values.birth_date = "1974-08-12";
    EXPECT_FALSE(read_body(values)) << "the three work together";
    values.expiry_date = "120415";
    EXPECT_EQ(read_body(values)->view(),
              R"({"access":{"document_number":"L898902C3","birth_date":"1974-08-12","expiry_date":"120415"}})");
    values.can = "123456";
    EXPECT_FALSE(read_body(values));
}

TEST(CardRead, ReportsProgressAndReturnsTheResult) {
    const Read read = read_from(
        event_stream_head() +
        event("progress", R"({"step":"read_dg1","index":1,"of":2,"bytes_done":0,"bytes_total":0})") +
        event("progress", R"({"step":"read_dg2","index":2,"of":99999999999,"bytes_done":512,"bytes_total":1024})") +
        event("record", "{}") + event("later", "x") + event("result", result));
    EXPECT_EQ(read.error, FIVESTAR_OK);
    EXPECT_THAT(read.steps, ElementsAre("read_dg1 1/2 0/0", "read_dg2 2/4294967295 512/1024"));
    EXPECT_EQ(fivestar_response_status(read.response.get()), 200);
    EXPECT_EQ(fivestar_response_verdict(read.response.get()), FIVESTAR_UNVERIFIED);
    EXPECT_STREQ(fivestar_response_text(read.response.get(), "holder.names.latin"), "SPECIMEN, MEI");
    EXPECT_STREQ(fivestar_response_text(read.response.get(), "verification.checks.0.outcome"), "passed");
    EXPECT_STREQ(fivestar_response_header(read.response.get(), "Content-Type"), "application/json");
    EXPECT_EQ(fivestar_response_text(read.response.get(), "holder.sex"), nullptr);
    EXPECT_EQ(fivestar_response_text(read.response.get(), nullptr), nullptr);
    std::size_t size = 0;
    EXPECT_EQ(std::string_view(fivestar_response_body(read.response.get(), &size)), result);
    EXPECT_EQ(size, result.size());
}

TEST(CardRead, ReportsWhatItWaitsFor) {
    FakeServer server{{answer_with(event_stream_head() +
                                   event("waiting", R"({"for":"card","reader":"front-desk","seconds_left":30})") +
                                   event("waiting", R"({"for":"scanned_key","seconds_left":9})") +
                                   event("waiting", "{") + event("result", result))}};
    const OwnedClient client = client_of(server.path());
    std::vector<std::string> waits;
    const fivestar_on_progress take = [](void* context, const fivestar_progress* progress) {
        static_cast<std::vector<std::string>*>(context)->push_back(
            std::string{progress->step} + " " + (progress->reader == nullptr ? "any" : progress->reader) + " " +
            std::to_string(progress->index) + "/" + std::to_string(progress->of));
        return 0;
    };
    const fivestar_read_options wanted = options();
    fivestar_response* answer = nullptr;
    EXPECT_EQ(fivestar_read(client.get(), &wanted, take, &waits, &answer), FIVESTAR_OK);
    const OwnedResponse owned{answer};
    EXPECT_THAT(waits, ElementsAre("wait_for_card front-desk 1/1", "wait_for_scanned_key any 1/1"))
        << "older programs divide by the number of steps";
}

TEST(CardRead, SkipsUnknownProgress) {
    const Read read =
        read_from(event_stream_head() + event("progress", "{") + event("progress", "[]") + event("result", result));
    EXPECT_EQ(read.error, FIVESTAR_OK);
    EXPECT_THAT(read.steps, ElementsAre(" 0/0 0/0"));
}

TEST(CardRead, ReturnsTheProblemOfAStream) {
    const Read read = read_from(event_stream_head() + event("problem", R"({"code":"card_removed","status":409})"));
    EXPECT_EQ(read.error, FIVESTAR_OK);
    EXPECT_EQ(fivestar_response_status(read.response.get()), 409);
    EXPECT_STREQ(fivestar_response_text(read.response.get(), "code"), "card_removed");
    EXPECT_EQ(fivestar_response_verdict(read.response.get()), FIVESTAR_NO_VERDICT);
    for (const std::string_view odd : {R"({"code":"x"})", R"({"status":200})", R"({"status":"4e2"})", "", "{"}) {
        const Read other = read_from(event_stream_head() + event("problem", odd));
        if (!odd.empty()) {
            EXPECT_EQ(fivestar_response_status(other.response.get()), 500) << odd;
        }
    }
}

TEST(CardRead, ReturnsAnAnswerThatIsNotAStream) {
    const Read problem = read_from(http_answer(422, "application/problem+json", R"({"code":"access_required"})"));
    EXPECT_EQ(problem.error, FIVESTAR_OK);
    EXPECT_EQ(fivestar_response_status(problem.response.get()), 422);
    EXPECT_STREQ(fivestar_response_text(problem.response.get(), "code"), "access_required");
    const Read plain = read_from(http_answer(200, "application/json", result));
    EXPECT_EQ(fivestar_response_verdict(plain.response.get()), FIVESTAR_UNVERIFIED);
}

TEST(CardRead, ReportsAnIncompleteStream) {
    for (const std::string& octets : {event_stream_head(), event_stream_head() + event("record", result),
                                      event_stream_head() + "event: result\ndata: {}\n"}) {
        const Read read = read_from(octets);
        EXPECT_EQ(read.error, FIVESTAR_DISCONNECTED);
        EXPECT_EQ(read.response, nullptr);
    }
}

TEST(CardRead, IsCancelledByItsCallback) {
    const Read read = read_from(event_stream_head() + event("progress", R"({"step":"a"})") +
                                    event("progress", R"({"step":"b"})") + event("result", result),
                                1);
    EXPECT_EQ(read.error, FIVESTAR_CANCELLED);
    EXPECT_EQ(read.response, nullptr);
    EXPECT_EQ(read.steps.size(), 1U);
}

TEST(CardRead, RethrowsAnExceptionOfTheCallback) {
    FakeServer server{{answer_with(event_stream_head() + event("progress", "{}"))}};
    auto connection = Connection::open(server.path());
    const auto fails = [](const fivestar_progress&) -> bool { throw std::out_of_range{"callback"}; };
    EXPECT_THROW({ [[maybe_unused]] const auto response = connection->read(options(), fails); }, std::out_of_range);
}

TEST(CardRead, RefusesBadOptions) {
    const OwnedClient client = client_of("/nonexistent");
    fivestar_response* response = nullptr;
    fivestar_read_options bad = options();
    bad.mrz = "A";
    bad.can = "1";
    EXPECT_EQ(fivestar_read(client.get(), &bad, nullptr, nullptr, &response), FIVESTAR_INVALID_ARGUMENT);
    bad = options();
    bad.size = 8;
    EXPECT_EQ(fivestar_read(client.get(), &bad, nullptr, nullptr, &response), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_read(client.get(), nullptr, nullptr, nullptr, &response), FIVESTAR_INVALID_ARGUMENT);
    bad = options();
    EXPECT_EQ(fivestar_read(nullptr, &bad, nullptr, nullptr, &response), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_read(client.get(), &bad, nullptr, nullptr, nullptr), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_read(client.get(), &bad, nullptr, nullptr, &response), FIVESTAR_UNREACHABLE);
}

TEST(PushKey, SendsTheRawText) {
    FakeServer server{{answer_with(http_answer(200, "application/json", R"({"form":"td3","seconds_left":30})"))}};
    const OwnedClient client = client_of(server.path());
    constexpr std::string_view scan{"\x02P<\0\r", 5};
    fivestar_response* answer = nullptr;
    ASSERT_EQ(fivestar_push_key(client.get(), "front desk/\xE5\x8F\xB0", scan.data(), scan.size(), &answer),
              FIVESTAR_OK);
    const OwnedResponse response{answer};
    EXPECT_STREQ(fivestar_response_text(response.get(), "form"), "td3");
    ASSERT_EQ(server.requests().size(), 1U);
    const std::string request = server.requests()[0];
    EXPECT_THAT(request, testing::StartsWith("PUT /v1/readers/front%20desk%2F%E5%8F%B0/key HTTP/1.1\r\n"));
    EXPECT_THAT(request, HasSubstr("\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"));
    EXPECT_THAT(request, testing::EndsWith(std::string{"\r\n\r\n"}.append(scan)));
}

TEST(PushKey, RefusesBadArguments) {
    const OwnedClient client = client_of("/nonexistent");
    fivestar_response* answer = nullptr;
    EXPECT_EQ(fivestar_push_key(nullptr, "r", "x", 1, &answer), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_push_key(client.get(), nullptr, "x", 1, &answer), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_push_key(client.get(), "", "x", 1, &answer), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_push_key(client.get(), "r", nullptr, 1, &answer), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_push_key(client.get(), "r", "x", 0, &answer), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_push_key(client.get(), "r", "x", 1, nullptr), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_push_key(client.get(), "r", "x", 1, &answer), FIVESTAR_UNREACHABLE);
}

TEST(Verdict, IsNoneUnlessTheAnswerHasOne) {
    const auto verdict_of = [](int status, std::string_view body) {
        const Read read = read_from(http_answer(status, "application/json", body));
        return fivestar_response_verdict(read.response.get());
    };
    EXPECT_EQ(verdict_of(200, R"({"verification":{"verdict":"genuine"}})"), FIVESTAR_GENUINE);
    EXPECT_EQ(verdict_of(200, R"({"verification":{"verdict":"unverified"}})"), FIVESTAR_UNVERIFIED);
    EXPECT_EQ(verdict_of(200, R"({"verification":{"verdict":"not_genuine"}})"), FIVESTAR_NOT_GENUINE);
    EXPECT_EQ(verdict_of(422, R"({"verification":{"verdict":"genuine"}})"), FIVESTAR_NO_VERDICT);
    for (const std::string_view body :
         {R"({"verification":{"verdict":"genuine"},"verification":{}})", R"({"verification":{"verdict":"GENUINE"}})",
          R"({"verification":{"verdict":"genuine\u0000"}})", R"({"verification":{}})", R"({"verdict":"genuine"})",
          R"(["verification.verdict"])", "{}", "", "genuine"}) {
        EXPECT_EQ(verdict_of(200, body), FIVESTAR_NO_VERDICT) << body;
    }
}

TEST(Portrait, IsFetchedInTheRequestedFormat) {
    const std::string image{"\xFF\xD8\0\xFF\xD9", 5};
    FakeServer server{{[&](FakeServer::Peer& peer) {
        for (const std::string& answer : {http_answer(200, "application/json", result),
                                          http_answer(200, "image/jpeg", image), http_answer(404, "x/y", "{}")}) {
            peer.read_request();
            peer.write(answer);
        }
    }}};
    const OwnedClient client = client_of(server.path());
    const fivestar_read_options wanted = options();
    fivestar_response* answer = nullptr;
    ASSERT_EQ(fivestar_read(client.get(), &wanted, nullptr, nullptr, &answer), FIVESTAR_OK);
    const OwnedResponse read{answer};
    ASSERT_EQ(fivestar_portrait(client.get(), read.get(), "image/jpeg", &answer), FIVESTAR_OK);
    const OwnedResponse portrait{answer};
    std::size_t size = 0;
    const char* const octets = fivestar_response_body(portrait.get(), &size);
    EXPECT_EQ((std::string{octets, size}), image);
    ASSERT_EQ(fivestar_portrait(client.get(), read.get(), nullptr, &answer), FIVESTAR_OK);
    const OwnedResponse missing{answer};
    EXPECT_EQ(fivestar_response_status(missing.get()), 404);
    EXPECT_THAT(server.requests().at(1), HasSubstr("GET /v1/reads/r1_-Z/portrait HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests().at(1), HasSubstr("\r\nAccept: image/jpeg\r\n"));
    EXPECT_THAT(server.requests().at(2), testing::Not(HasSubstr("Accept")));
    EXPECT_EQ(fivestar_portrait(client.get(), missing.get(), nullptr, &answer), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(answer, nullptr);
    EXPECT_EQ(fivestar_portrait(client.get(), nullptr, nullptr, &answer), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_portrait(nullptr, read.get(), nullptr, &answer), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_portrait(client.get(), read.get(), nullptr, nullptr), FIVESTAR_INVALID_ARGUMENT);
}

TEST(Portrait, IsNotRequestedWithAnInvalidId) {
    const OwnedClient client = client_of("/nonexistent");
    for (const std::string_view body :
         {R"({"id":""})", R"({"id":"../health"})", R"({"id":"a b"})", R"({"id":"a?b"})", R"({"id":1e2})", "{}"}) {
        const Read read = read_from(http_answer(200, "application/json", body));
        fivestar_response* answer = nullptr;
        EXPECT_EQ(fivestar_portrait(client.get(), read.response.get(), nullptr, &answer),
                  body.contains("1e2") ? FIVESTAR_UNREACHABLE : FIVESTAR_INVALID_ARGUMENT)
            << body;
    }
}

}  // namespace
}  // namespace fivestar::client
