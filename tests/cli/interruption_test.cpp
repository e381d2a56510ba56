// SPDX-License-Identifier: Apache-2.0
// Signals to fivestarctl while it waits.
#include "cli/interruption.hpp"

#include "tests/cli/answers.hpp"

#include <csignal>
#include <future>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::event_stream_head;
using test::TerminalProgram;

TEST(FivestarctlAtATerminal, LeavesTheTerminalAsItWasWhenInterrupted) {
    FakeServer server{{}};
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        TerminalProgram program{with_socket(server, {"read", "--can", "-"})};
        program.wait_for("shown): ");
        EXPECT_FALSE(program.echoes());
        program.send_signal(signal);
        EXPECT_EQ(program.finish().exit_code, 130) << "128 and SIGINT, as shells have it";
        EXPECT_TRUE(program.echoes());
    }
}

TEST(FivestarctlAtATerminal, EndsAReadWhenInterrupted) {
    std::promise<bool> closed;
    FakeServer server{{[&](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(event_stream_head() + "event: progress\ndata: {\"step\":\"waiting\",\"index\":1,\"of\":2}\n\n");
        closed.set_value(peer.wait_for_close());
    }}};
    TerminalProgram program{with_socket(server, {"read", "--wait", "60"})};
    program.wait_for("waiting");
    program.type("\x03");
    EXPECT_EQ(program.finish().exit_code, 130) << "128 and SIGINT, as shells have it";
    EXPECT_TRUE(closed.get_future().get()) << "the daemon learns of it by the closed connection";
}

}  // namespace
}  // namespace fivestar::cli
