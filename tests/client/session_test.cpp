// SPDX-License-Identifier: Apache-2.0
// The client against servers that behave, and against hostile servers.
#include "client/session.hpp"

#include "client/connection.hpp"
#include "tests/client/fake_server.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <fcntl.h>
#include <future>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::client {
namespace {

using namespace std::chrono_literals;
using test::answer_with;
using test::event_stream_head;
using test::FakeServer;
using test::http_answer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view json = "application/json";

Connection connect(const FakeServer& server) {
    auto connection = Connection::open(server.path());
    if (!connection) throw std::runtime_error{fivestar_error_name(connection.error())};
    return *std::move(connection);
}

fivestar_request get(std::uint32_t timeout_milliseconds = 60'000) {
    fivestar_request request = request_for("GET", "/v1/health");
    request.timeout_milliseconds = timeout_milliseconds;
    return request;
}

/// Returns how one request to a server that plays `script` ends.
fivestar_error outcome_of(FakeServer::Script script, std::uint32_t timeout_milliseconds = 60'000) {
    FakeServer server{{std::move(script)}};
    Connection connection = connect(server);
    const auto response = connection.send(get(timeout_milliseconds));
    return response ? FIVESTAR_OK : response.error();
}

fivestar_error stream_outcome_of(FakeServer::Script script, std::uint32_t timeout_milliseconds = 60'000) {
    FakeServer server{{std::move(script)}};
    Connection connection = connect(server);
    const auto response = connection.stream(get(timeout_milliseconds), [](const fivestar_event&) { return true; });
    return response ? FIVESTAR_OK : response.error();
}

TEST(Client, WaitsLongerThanTheDaemon) {
    EXPECT_GT(default_timeout_of("/v1/read"), 120s + 30s) << "wait_seconds and deadline_seconds of docs/API.md";
    EXPECT_EQ(default_timeout_of("/v1/readers"), 30s) << "client/fivestar.h";
}

TEST(Client, SendsOnlyTheRequest) {
    FakeServer server{{answer_with(http_answer(200, json, "{}"))}};
    Connection connection = connect(server);
    constexpr std::string_view body = R"({"access":{"can":"123456"}})";
    fivestar_request request = request_for("POST", "/v1/read");
    request.accept = "application/json";
    request.body = body.data();
    request.body_size = body.size();
    const auto response = connection.send(request);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status(), 200);
    EXPECT_EQ(response->body(), "{}");
    EXPECT_EQ(response->header("Content-TYPE"), json);
    EXPECT_EQ(response->header("retry-after"), "");
    EXPECT_THAT(server.requests(),
                ElementsAre("POST /v1/read HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
                            "Content-Type: application/json\r\nContent-Length: 27\r\n\r\n" +
                            std::string{body}));
}

TEST(Client, SendsItsLanguageWithEachRequest) {
    FakeServer server{{[](FakeServer::Peer& peer) {
        for (int request = 0; request < 3; ++request) {
            peer.read_request();
            peer.write(http_answer(200, json, "{}"));
        }
    }}};
    Connection connection = connect(server);
    EXPECT_EQ(connection.set_language("zh-CN, en;q=0.5"), FIVESTAR_OK);
    ASSERT_TRUE(connection.send(get()));
    EXPECT_EQ(connection.set_language("en\r\nX: y"), FIVESTAR_INVALID_ARGUMENT);
    ASSERT_TRUE(connection.send(get()));
    EXPECT_EQ(connection.set_language(""), FIVESTAR_OK);
    ASSERT_TRUE(connection.send(get()));
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_THAT(requests[0], HasSubstr("\r\nAccept-Language: zh-CN, en;q=0.5\r\n"));
    EXPECT_THAT(requests[1], HasSubstr("\r\nAccept-Language: zh-CN, en;q=0.5\r\n"));
    EXPECT_THAT(requests[2], testing::Not(HasSubstr("Accept-Language")));
}

TEST(Client, KeepsItsConnection) {
    FakeServer server{{[](FakeServer::Peer& peer) {
        for (int request = 0; request < 3; ++request) {
            peer.read_request();
            peer.write(http_answer(200, json, std::to_string(request)));
        }
    }}};
    Connection connection = connect(server);
    for (int request = 0; request < 3; ++request) {
        const auto response = connection.send(get());
        ASSERT_TRUE(response);
        EXPECT_EQ(response->body(), std::to_string(request));
    }
}

TEST(Client, ConnectsAgainWhenTheServerHasClosed) {
    const auto close_unannounced = [](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(http_answer(200, json, "1"));
    };
    FakeServer server{{close_unannounced, answer_with(http_answer(200, json, "2"))}};
    Connection connection = connect(server);
    ASSERT_TRUE(connection.send(get()));
    ASSERT_TRUE(server.await_closed(1));
    const auto second = connection.send(get());
    ASSERT_TRUE(second);
    EXPECT_EQ(second->body(), "2");
}

TEST(Client, DropsASurplusAnswer) {
    const std::string answer = http_answer(200, json, "first");
    FakeServer server{{[&](FakeServer::Peer& peer) {
                           peer.read_request();
                           peer.write(answer + http_answer(200, json, "forged"));
                           peer.wait_for_close();
                       },
                       answer_with(http_answer(200, json, "second"))}};
    Connection connection = connect(server);
    ASSERT_TRUE(connection.send(get()));
    const auto second = connection.send(get());
    ASSERT_TRUE(second);
    EXPECT_EQ(second->body(), "second");
}

TEST(Client, ReadsTheAnswerOfAServerThatRefusesEarly) {
    FakeServer server{{[](FakeServer::Peer& peer) { peer.write(http_answer(413, "application/problem+json", "{}")); }}};
    Connection connection = connect(server);
    const std::string body(max_request_body_octets, ' ');
    fivestar_request request = request_for("POST", "/v1/read");
    request.body = body.data();
    request.body_size = body.size();
    const auto response = connection.send(request);
    ASSERT_TRUE(response) << fivestar_error_name(response.error());
    EXPECT_EQ(response->status(), 413);
}

TEST(Client, StreamsEvents) {
    FakeServer server{
        {answer_with(event_stream_head() + ": alive\n\nid: b-1\nevent: snapshot\ndata: {}\n\ndata: 2\n\n")}};
    Connection connection = connect(server);
    std::vector<std::string> events;
    fivestar_request request = get();
    request.last_event_id = "b-0";
    const auto response = connection.stream(request, [&](const fivestar_event& event) {
        events.push_back(std::string{event.name} + " " + event.id + " " + event.data);
        return true;
    });
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status(), 200);
    EXPECT_EQ(response->body(), "");
    EXPECT_THAT(events, ElementsAre("snapshot b-1 {}", "message b-1 2"));
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(), HasSubstr("Accept: text/event-stream\r\nLast-Event-ID: b-0\r\n"));
}

TEST(Client, StreamsEventsOutOfChunks) {
    FakeServer server{
        {answer_with("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "6\r\ndata: \r\n3\r\n1\n\n\r\n0\r\n\r\n")}};
    Connection connection = connect(server);
    int events = 0;
    ASSERT_TRUE(connection.stream(get(), [&](const fivestar_event&) { return ++events > 0; }));
    EXPECT_EQ(events, 1);
}

TEST(Client, ReturnsAProblemInsteadOfAStream) {
    FakeServer server{{answer_with(http_answer(409, "application/problem+json", R"({"code":"no_card"})"))}};
    Connection connection = connect(server);
    const auto response = connection.stream(get(), [](const fivestar_event&) {
        ADD_FAILURE() << "a problem is no event";
        return true;
    });
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status(), 409);
    EXPECT_EQ(response->body(), R"({"code":"no_card"})");
}

TEST(Client, RethrowsAnExceptionOfTheCallback) {
    FakeServer server{{answer_with(event_stream_head() + "data: 1\n\n")}};
    Connection connection = connect(server);
    const auto fails = [](const fivestar_event&) -> bool { throw std::out_of_range{"callback"}; };
    EXPECT_THROW({ [[maybe_unused]] const auto response = connection.stream(get(), fails); }, std::out_of_range);
}

TEST(Client, EndsAStreamIfTheCallbackSaysSo) {
    std::promise<bool> closed;
    FakeServer server{{[&](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(event_stream_head() + "data: 1\n\n");
        closed.set_value(peer.wait_for_close());
    }}};
    Connection connection = connect(server);
    const auto response = connection.stream(get(), [](const fivestar_event&) { return false; });
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error(), FIVESTAR_CANCELLED);
    EXPECT_TRUE(closed.get_future().get());
}

TEST(Client, CancelsFromAnotherThreadAndClosesTheConnection) {
    std::promise<bool> closed;
    FakeServer server{{[&](FakeServer::Peer& peer) {
                           peer.read_request();
                           closed.set_value(peer.wait_for_close());
                       },
                       answer_with(http_answer(200, json, "{}"))}};
    Connection connection = connect(server);
    std::jthread canceller{[&] {
        EXPECT_TRUE(server.await_requests(1));
        connection.cancel();
    }};
    const auto response = connection.send(get());
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error(), FIVESTAR_CANCELLED);
    EXPECT_TRUE(closed.get_future().get());
    EXPECT_TRUE(connection.send(get())) << "a cancellation is used up by the request it ended";
}

TEST(Client, CancelsTheNextRequestIfNoneIsRunning) {
    FakeServer server{{[](FakeServer::Peer& peer) { peer.wait_for_close(); }}};
    Connection connection = connect(server);
    connection.cancel();
    EXPECT_EQ(connection.send(get()).error(), FIVESTAR_CANCELLED);
}

TEST(Client, ReportsAMissingSocket) {
    auto connection = Connection::open("/nonexistent/fivestard.sock");
    ASSERT_TRUE(connection);
    EXPECT_EQ(connection->send(get()).error(), FIVESTAR_UNREACHABLE);
    EXPECT_EQ(Connection::open(std::string(200, 'a'))->send(get()).error(), FIVESTAR_INVALID_ARGUMENT);
}

TEST(Client, ReportsASocketThatRefusesTheUser) {
    FakeServer server{{answer_with(http_answer(200, json, "{}"))}};
    Connection connection = connect(server);
    ASSERT_EQ(::chmod(server.path().c_str(), 0), 0);
    constexpr uid_t nobody = 65534;  // permissions mean nothing to root
    const uid_t user = ::geteuid();
    if (user == 0) {
        ASSERT_EQ(::seteuid(nobody), 0);
    }
    const auto response = connection.send(get());
    if (user == 0) {
        ASSERT_EQ(::seteuid(user), 0);
    }
    EXPECT_EQ(response.error(), FIVESTAR_NOT_PERMITTED);
}

TEST(Client, RefusesRequestsWithLineEnds) {
    FakeServer server{{}};
    Connection connection = connect(server);
    for (const char* target : {"", "v1/health", "/v1/health HTTP/1.1", "/v1\r\nX: y", "/\x7F", "/\xE4\xBA\x94"}) {
        EXPECT_EQ(connection.send(request_for("GET", target)).error(), FIVESTAR_INVALID_ARGUMENT) << target;
    }
    for (const char* method : {"", "get", "GET /", "GET\r\n"}) {
        EXPECT_EQ(connection.send(request_for(method, "/")).error(), FIVESTAR_INVALID_ARGUMENT) << method;
    }
    fivestar_request request = get();
    request.last_event_id = "1\r\nX: y";
    EXPECT_EQ(connection.send(request).error(), FIVESTAR_INVALID_ARGUMENT);
    request = get();
    request.accept = "a\nb";
    EXPECT_EQ(connection.send(request).error(), FIVESTAR_INVALID_ARGUMENT);
    request = get();
    request.body_size = 1;
    EXPECT_EQ(connection.send(request).error(), FIVESTAR_INVALID_ARGUMENT);
    request = get();
    request.size = 1;
    EXPECT_EQ(connection.send(request).error(), FIVESTAR_INVALID_ARGUMENT);
}

TEST(HostileServer, FallsSilent) {
    const auto silent = [](FakeServer::Peer& peer) { peer.wait_for_close(); };
    EXPECT_EQ(outcome_of(silent, 50), FIVESTAR_TIMED_OUT);
    const auto silent_in_body = [](FakeServer::Peer& peer) {
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        peer.wait_for_close();
    };
    EXPECT_EQ(outcome_of(silent_in_body, 50), FIVESTAR_TIMED_OUT);
    const auto silent_in_stream = [](FakeServer::Peer& peer) {
        peer.write(event_stream_head() + "data: 1\n\n");
        peer.wait_for_close();
    };
    EXPECT_EQ(stream_outcome_of(silent_in_stream, 50), FIVESTAR_TIMED_OUT);
}

TEST(HostileServer, CannotExtendARequestByATrickle) {
    const auto trickle = [](FakeServer::Peer& peer) {
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while (peer.write("x")) std::this_thread::sleep_for(5ms);
    };
    EXPECT_EQ(outcome_of(trickle, 100), FIVESTAR_TIMED_OUT);
    const auto trickle_in_head = [](FakeServer::Peer& peer) {
        while (peer.write("H")) std::this_thread::sleep_for(5ms);
    };
    EXPECT_EQ(stream_outcome_of(trickle_in_head, 100), FIVESTAR_TIMED_OUT);
}

TEST(HostileServer, MayKeepAnEventStreamAliveWithComments) {
    const auto comments = [](FakeServer::Peer& peer) {
        peer.write(event_stream_head());
        for (int at = 0; at < 75; ++at) {
            peer.write(": alive\n");
            std::this_thread::sleep_for(20ms);
        }
    };
    EXPECT_EQ(stream_outcome_of(comments, 1000), FIVESTAR_OK) << "1.5 s of comments outlast a silence of 1 s";
}

TEST(HostileServer, DoesNotReadTheRequest) {
    std::promise<void> timed_out;
    FakeServer server{{[&](FakeServer::Peer&) { timed_out.get_future().wait(); }}};
    Connection connection = connect(server);
    const std::string body(max_request_body_octets, ' ');
    fivestar_request request = request_for("POST", "/v1/read");
    request.body = body.data();
    request.body_size = body.size();
    request.timeout_milliseconds = 100;
    const auto response = connection.send(request);
    timed_out.set_value();
    EXPECT_EQ(response.error(), FIVESTAR_TIMED_OUT);
}

TEST(HostileServer, ClosesAnywhere) {
    const std::string answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    for (std::size_t at = 0; at < answer.size(); ++at) {
        EXPECT_EQ(outcome_of(answer_with(answer.substr(0, at))), FIVESTAR_DISCONNECTED) << "after " << at;
    }
    EXPECT_EQ(outcome_of(answer_with(answer)), FIVESTAR_OK);
}

TEST(HostileServer, SendsWithoutEnd) {
    const auto endless = [](std::string head, std::string piece) {
        return [head = std::move(head), piece = std::move(piece)](FakeServer::Peer& peer) {
            peer.write(head);
            while (peer.write(piece)) {
            }
        };
    };
    const std::string block(256UZ * 1024, 'x');
    EXPECT_EQ(outcome_of(endless("HTTP/1.1 200 OK\r\n", "A: b\r\n")), FIVESTAR_TOO_LARGE);
    EXPECT_EQ(outcome_of(endless("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", block), 60'000),
              FIVESTAR_TOO_LARGE);
    EXPECT_EQ(outcome_of(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "40000\r\n" + block + "\r\n"),
                         60'000),
              FIVESTAR_TOO_LARGE);
    EXPECT_EQ(stream_outcome_of(endless(event_stream_head(), block), 60'000), FIVESTAR_TOO_LARGE);
    EXPECT_EQ(stream_outcome_of(endless(event_stream_head(), "data: " + block + "\n"), 60'000), FIVESTAR_TOO_LARGE);
}

TEST(HostileServer, SpeaksSomethingElse) {
    EXPECT_EQ(outcome_of(answer_with("220 mail.example ESMTP\r\n")), FIVESTAR_MALFORMED);
    EXPECT_EQ(outcome_of(answer_with(std::string(64, '\0') + "\n")), FIVESTAR_MALFORMED);
}

/// The process's own memory, read through /proc, so that freed memory is not touched.
std::string memory_at(std::uintptr_t address, std::size_t size) {
    std::string content(size, '\0');
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    const ssize_t taken = ::pread(memory, content.data(), size, static_cast<off_t>(address));
    ::close(memory);
    content.resize(taken < 0 ? 0 : static_cast<std::size_t>(taken));
    return content;
}

TEST(Client, LeavesNoBodyInFreedMemory) {
    const std::string body = R"({"holder":"SPECIMEN"})" + std::string(500, '.');
    FakeServer server{{answer_with(http_answer(200, json, body))}};
    Connection connection = connect(server);
    std::uintptr_t address = 0;
    {
        const auto response = connection.send(get());
        ASSERT_TRUE(response);
        address = reinterpret_cast<std::uintptr_t>(response->body().data());
        ASSERT_EQ(memory_at(address, body.size()), body);
    }
    EXPECT_THAT(memory_at(address, body.size()), testing::Not(HasSubstr("SPECIMEN")));
}

}  // namespace
}  // namespace fivestar::client
