// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::http_answer;
using test::run_fivestarctl;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

TEST(ReadCommand, ExitsWithTheVerdict) {
    const std::vector<std::pair<std::string, int>> verdicts{{"genuine", 0}, {"unverified", 1}, {"not_genuine", 2}};
    for (const auto& [verdict, exit_code] : verdicts) {
        EXPECT_EQ(run_on(http_answer(200, json, answer_with_verdict(verdict)), {"read"}).exit_code, exit_code);
    }
    EXPECT_EQ(run_on(http_answer(200, json, R"({"id":"r1","record":{}})"), {"read"}).exit_code, 1)
        << "a verdict that is not granted is no genuine card";
}

TEST(ReadCommand, PrintsTheDaemonsJson) {
    const std::string answer = answer_with_verdict("not_genuine");
    const ProgramResult result = run_on(http_answer(200, json, answer), {"read", "--json"});
    EXPECT_EQ(result.output, answer + "\n");
    EXPECT_EQ(result.exit_code, 2);
}

TEST(ReadCommand, SaysWhatItWaitsFor) {
    const std::string stream =
        test::event_stream_head() +
        "event: waiting\ndata: {\"for\":\"card\",\"reader\":\"front-desk\",\"seconds_left\":30}\n\n"
        "event: result\ndata: " +
        answer_with_verdict("genuine") + "\n\n";
    EXPECT_EQ(run_on(stream, {"read", "--wait", "30"}).errors, "Waiting for a card at front-desk ...\n");
}

TEST(ReadCommand, WritesEvidenceWithMode0600) {
    std::string answer = answer_with_verdict("genuine");
    answer.insert(answer.size() - 1, R"(,"evidence":{"version":1,"statement":"{}","signature":null})");
    FakeServer server{{answer_with(http_answer(200, json, answer))}};
    const test::TemporaryDirectory directory;
    const std::filesystem::path file = directory.path() / "evidence";
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"read", "--evidence", file.string()})).exit_code, 0);
    EXPECT_THAT(server.requests().front(), EndsWith(R"({"evidence":true})"));
    std::ifstream written{file};
    EXPECT_EQ((std::string{std::istreambuf_iterator<char>{written}, {}}),
              R"({"version":1,"statement":"{}","signature":null})"
              "\n");
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(ReadCommand, SendsItsArguments) {
    FakeServer server{{answer_with(http_answer(200, json, answer_with_verdict("genuine")))}};
    const auto result =
        run_fivestarctl(with_socket(server, {"read", "--reader", "front-desk", "--card", "c1", "--fields",
                                             "holder.names,verification", "--wait", "30", "--can", "-"}),
                        "123456\n");
    EXPECT_EQ(result.exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(), HasSubstr("POST /v1/read HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests().front(),
                EndsWith(R"({"reader":"front-desk","card":"c1","wait_seconds":30,)"
                         R"("fields":["holder.names","verification"],"access":{"can":"123456"}})"));
}

TEST(ReadCommand, WritesThePortraitWithMode0600) {
    const test::TemporaryDirectory directory;
    const std::filesystem::path file = directory.path() / "portrait";
    const std::string image{"\xFF\xD8\0\xFF\xD9", 5};
    FakeServer server{{[&](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(http_answer(200, json, answer_with_verdict("genuine")));
        peer.read_request();
        peer.write(http_answer(200, "image/jpeg", image));
    }}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"read", "--portrait", file.string()})).exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(2));
    EXPECT_THAT(server.requests().back(), HasSubstr("GET /v1/reads/r1/portrait HTTP/1.1\r\n"));
    std::ifstream stream{file, std::ios::binary};
    EXPECT_EQ((std::string{std::istreambuf_iterator<char>{stream}, {}}), image);
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(ReadCommand, WritesThePortraitAloneToStandardOutput) {
    FakeServer server{{[&](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(http_answer(200, json, answer_with_verdict("genuine")));
        peer.read_request();
        peer.write(http_answer(200, "image/jpeg", "image"));
    }}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"read", "--portrait", "-"})).output, "image");
}

TEST(ReadCommand, SaysWhatToTry) {
    const auto result =
        run_on(http_answer(422, "application/problem+json", R"({"code":"access_required","title":"A key is needed"})"),
               {"read"});
    EXPECT_THAT(result.errors, HasSubstr("try: fivestarctl read --mrz -"));
    EXPECT_THAT(run_fivestarctl({"read", "--socket", "/nonexistent"}).errors, HasSubstr("fivestarctl doctor"));
}

TEST(ReadCommand, DoesNotFollowALinkToWriteThePortrait) {
    const test::TemporaryDirectory directory;
    const std::filesystem::path link = directory.path() / "link";
    std::filesystem::create_symlink("/dev/null", link);
    FakeServer server{{[&](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(http_answer(200, json, answer_with_verdict("genuine")));
        peer.read_request();
        peer.write(http_answer(200, "image/jpeg", "image"));
    }}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"read", "--portrait", link.string()})).exit_code, 3);
}

}  // namespace
}  // namespace fivestar::cli
