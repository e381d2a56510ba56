// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <csignal>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::event_stream_head;
using test::http_answer;
using test::run_fivestarctl;
using test::TerminalProgram;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

TEST(WatchCommand, ReconnectsWithTheLastEvent) {
    FakeServer server{
        {answer_with(event_stream_head() + "id: b-1\nevent: snapshot\ndata: {\"readers\":[]}\n\n"
                                           "event: key_scanned\ndata: {\"reader\":\"front-desk\",\"form\":\"td3\"}\n\n"
                                           "id: b-2\nevent: card_inserted\ndata: {\"at\":\"2026-01-02T03:04:05Z\","
                                           "\"reader\":\"front-desk\",\"card\":\"c1\",\"kind\":\"emrtd\"}\n\n"),
         answer_with(http_answer(503, problem, R"({"code":"shutting_down"})")), [](FakeServer::Peer& peer) {
             peer.read_request();
             peer.write(event_stream_head() + "id: b-3\nevent: card_removed\ndata: {\"reader\":\"front-desk\"}\n\n");
             peer.wait_for_close();
         }}};
    TerminalProgram program{with_socket(server, {"watch"})};
    program.wait_for("card_removed");
    program.send_signal(SIGTERM);
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.output, HasSubstr("2026-01-02T03:04:05Z  card_inserted  front-desk  c1  emrtd"));
    EXPECT_THAT(result.output, HasSubstr("key_scanned  front-desk  td3"));
    ASSERT_THAT(server.requests(), SizeIs(3));
    EXPECT_THAT(server.requests()[0], Not(HasSubstr("Last-Event-ID")));
    EXPECT_THAT(server.requests()[1], HasSubstr("Last-Event-ID: b-2\r\n"));
    EXPECT_THAT(server.requests()[2], HasSubstr("Last-Event-ID: b-2\r\n"));
}

TEST(WatchCommand, PrintsOneObjectPerLine) {
    FakeServer server{{[](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(event_stream_head() + "id: b-1\nevent: pcsc_lost\ndata: {\"at\":\ndata: null}\n\n");
        peer.wait_for_close();
    }}};
    TerminalProgram program{with_socket(server, {"watch", "--json"})};
    program.wait_for("pcsc_lost");
    program.send_signal(SIGINT);
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.output, "{\"event\":\"pcsc_lost\",\"id\":\"b-1\",\"data\":{\"at\": null}}\r\n");
}

TEST(WatchCommand, EndsIfItIsNotGranted) {
    const ProgramResult result = run_on(http_answer(403, problem, R"({"code":"not_granted"})"), {"watch"});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.errors, HasSubstr("not_granted"));
    EXPECT_EQ(run_fivestarctl({"watch", "--socket", "/nonexistent"}).exit_code, 3);
}

}  // namespace
}  // namespace fivestar::cli
