// SPDX-License-Identifier: Apache-2.0
// The C interface, used by a program in C and with bad arguments.
#include "client/connection.hpp"
#include "tests/client/c_interface.h"
#include "tests/client/fake_server.hpp"

#include <array>

#include <gmock/gmock.h>

namespace fivestar::client {
namespace {

using test::answer_with;
using test::event_stream_head;
using test::FakeServer;
using test::http_answer;

TEST(CInterface, ServesAProgramInC) {
    FakeServer server{{answer_with(http_answer(200, "application/json", R"({"status":"ok"})")),
                       answer_with(event_stream_head() + "data: 1\n\ndata: 2\n\n")}};
    std::array<char, 64> body{};
    EXPECT_EQ(c_program_get(server.path().c_str(), "/v1/health", body.data(), body.size()), 200);
    EXPECT_STREQ(body.data(), R"({"status":"ok"})");
    EXPECT_EQ(c_program_count_events(server.path().c_str(), "/v1/events"), 2);
    EXPECT_EQ(c_program_get("/nonexistent", "/v1/health", body.data(), body.size()), -FIVESTAR_UNREACHABLE);
}

TEST(CInterface, SurvivesNull) {
    EXPECT_EQ(fivestar_open(nullptr, nullptr), FIVESTAR_INVALID_ARGUMENT);
    fivestar_client* client = nullptr;
    EXPECT_EQ(fivestar_open(nullptr, &client), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_open("", &client), FIVESTAR_INVALID_ARGUMENT);
    ASSERT_EQ(fivestar_open("/nonexistent", &client), FIVESTAR_OK);
    fivestar_response* response = nullptr;
    EXPECT_EQ(fivestar_send(client, nullptr, &response), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_send(nullptr, nullptr, &response), FIVESTAR_INVALID_ARGUMENT);
    EXPECT_EQ(fivestar_send(client, nullptr, nullptr), FIVESTAR_INVALID_ARGUMENT);
    const fivestar_request request = request_for("GET", "/v1/health");
    EXPECT_EQ(fivestar_stream(client, &request, nullptr, nullptr, &response), FIVESTAR_INVALID_ARGUMENT);
    fivestar_close(client);
    fivestar_close(nullptr);
    fivestar_cancel(nullptr);
    fivestar_response_free(nullptr);
}

TEST(CInterface, NamesEveryError) {
    for (int error = FIVESTAR_OK; error <= FIVESTAR_TOO_LARGE; ++error) {
        EXPECT_STRNE(fivestar_error_name(static_cast<fivestar_error>(error)), "unknown") << error;
    }
    EXPECT_THAT(fivestar_version(), testing::StartsWith("0."));
}

}  // namespace
}  // namespace fivestar::client
