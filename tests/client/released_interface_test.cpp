// SPDX-License-Identifier: Apache-2.0
// The shared library, used by a program that was compiled with the first release.
#include "tests/client/released_interface.h"

#include "tests/client/fake_server.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

TEST(ReleasedInterface, WorksWithTheCurrentLibrary) {
    FakeServer server{
        {[](FakeServer::Peer& peer) {
             peer.read_request();
             peer.write(http_answer(200, "application/json", R"({"status":"ok"})"));
             peer.read_request();
             peer.write(event_stream_head() + "data: 1\n\n");
         },
         answer_with(event_stream_head() +
                     "event: progress\ndata: {\"step\":\"read_dg1\",\"index\":1,\"of\":2,\"bytes_total\":3}\n\n"
                     "event: result\ndata: {\"id\":\"r1\",\"record\":{\"holder\":{\"sex\":\"female\"}},"
                     "\"verification\":{\"verdict\":\"genuine\"}}\n\n"),
         answer_with(http_answer(200, "image/jpeg", "octets"))}};
    const char* failure = "";
    EXPECT_EQ(released_program(server.path().c_str(), &failure), 1) << failure;
}

}  // namespace
}  // namespace fivestar::test
