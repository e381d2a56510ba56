// SPDX-License-Identifier: Apache-2.0
// The host between a browser, which is two pipes here, and a daemon that plays a script.
#include "browser/host/host.hpp"

#include "browser/host/frame.hpp"
#include "tests/client/fake_server.hpp"
#include "tests/support/temporary_directory.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

using test::FakeServer;
using testing::HasSubstr;

FakeServer::Script answers(std::vector<std::string> bodies, std::string status = "200 OK") {
    return [bodies = std::move(bodies), status = std::move(status)](FakeServer::Peer& peer) {
        for (const std::string& body : bodies) {
            if (peer.read_request().empty()) return;
            peer.write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
                       std::to_string(body.size()) + "\r\n\r\n" + body);
        }
        peer.wait_for_close();
    };
}

std::string chunk(std::string_view text) {
    std::array<char, 16> size{};
    std::snprintf(size.data(), size.size(), "%zx", text.size());
    return std::string{size.data()} + "\r\n" + std::string{text} + "\r\n";
}

constexpr std::string_view stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

FakeServer::Script stream(std::vector<std::string> events) {
    return [events = std::move(events)](FakeServer::Peer& peer) {
        if (peer.read_request().empty()) return;
        peer.write(stream_head);
        for (const std::string& event : events) peer.write(chunk(event));
        peer.write("0\r\n\r\n");
        peer.wait_for_close();
    };
}

constexpr const char* two_readers = R"({"readers":[{"id":"desk-1","state":"empty"},{"id":"back","state":"card"}]})";

class HostTest : public testing::Test {
  protected:
    HostTest() { ::signal(SIGPIPE, SIG_IGN); }
    ~HostTest() override { end(); }

    void write_policy(std::string_view rules) const {
        const auto parent = std::filesystem::read_symlink("/proc/" + std::to_string(::getppid()) + "/exe");
        std::ofstream{directory_.path() / "policy.toml"} << "browsers = [\"" << parent.native() << "\"]\n" << rules;
    }

    void start(const std::string& socket, bool is_called_by_extension = true,
               std::uint32_t consent_milliseconds = 60'000) {
        ASSERT_EQ(::pipe(to_host_.data()), 0);
        ASSERT_EQ(::pipe(from_host_.data()), 0);
        const Installation installation{.policy = directory_.path(),
                                        .policy_owner = ::getuid(),
                                        .socket = socket,
                                        .consent_milliseconds = consent_milliseconds};
        host_ = std::thread{[this, installation, is_called_by_extension] {
            serve(installation, is_called_by_extension, to_host_[0], from_host_[1]);
            ::close(from_host_[1]);
        }};
    }

    void close_browser() {
        if (to_host_[1] >= 0) ::close(to_host_[1]);
        to_host_[1] = -1;
    }
    void end() {
        close_browser();
        if (!host_.joinable()) return;
        host_.join();
        ::close(to_host_[0]);
        ::close(from_host_[0]);
    }

    void ask(std::string_view json) const { ASSERT_TRUE(MessageWriter{to_host_[1]}.write(json)); }
    [[nodiscard]] std::string next() const {
        const auto message = read_message(from_host_[0]);
        return message && *message ? std::string{(*message)->view()} : "(end)";
    }
    /// A message beyond the limit of those to the host.
    [[nodiscard]] std::string next_of_any_size() const {
        std::uint32_t size = 0;
        if (::read(from_host_[0], &size, sizeof size) != ssize_t{sizeof size} || size > max_outgoing_size)
            return "(end)";
        std::string text(size, '\0');
        for (std::size_t done = 0; done < text.size();) {
            const ssize_t count = ::read(from_host_[0], text.data() + done, text.size() - done);
            if (count <= 0) return "(end)";
            done += static_cast<std::size_t>(count);
        }
        return text;
    }
    [[nodiscard]] std::string ask_for(std::string_view json) const {
        ask(json);
        return next();
    }

    static constexpr std::string_view desk =
        "[[origin]]\norigin = \"https://desk.example\"\nreaders = [\"desk-*\"]\n"
        "fields = [\"holder\", \"portrait\"]\nrequire = [\"signature\"]\nconsent = \"always\"\n";
    static constexpr std::string_view asking = "[[origin]]\norigin = \"https://desk.example\"\nfields = [\"holder\"]\n";

    const test::TemporaryDirectory directory_;

  private:
    std::array<int, 2> to_host_{-1, -1};
    std::array<int, 2> from_host_{-1, -1};
    std::thread host_;
};

TEST_F(HostTest, ShowsPermittedReadersAlone) {
    write_policy(desk);
    FakeServer daemon{{answers({two_readers})}};
    start(daemon.path());
    EXPECT_EQ(ask_for(R"({"id":1,"op":"status","origin":"https://desk.example"})"),
              R"({"id":1,"type":"result","data":{"version":"0.1.0","consent":"always","fields":["holder","portrait"],)"
              R"("readers":[{"id":"desk-1","state":"empty"}]}})");
}

TEST_F(HostTest, SendsTheDaemonWhatThePolicyPermits) {
    write_policy(desk);
    FakeServer daemon{{[](FakeServer::Peer& peer) {
        if (peer.read_request().empty()) return;
        const std::string listed = two_readers;
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(listed.size()) + "\r\n\r\n" + listed);
        stream({"event: progress\ndata: {\"step\":\"read_dg1\"}\n\n", "event: record\ndata: {\"record\":{}}\n\n",
                "event: result\ndata: {\"id\":\"r1\"}\n\n"})(peer);
    }}};
    start(daemon.path());
    EXPECT_EQ(
        ask_for(
            R"({"id":2,"op":"read","origin":"https://desk.example","require":["access"],"access":{"can":"123456"}})"),
        R"({"id":2,"type":"progress","data":{"step":"read_dg1"}})");
    EXPECT_EQ(next(), R"({"id":2,"type":"record","data":{"record":{}}})");
    EXPECT_EQ(next(), R"({"id":2,"type":"result","data":{"id":"r1"}})");
    ASSERT_TRUE(daemon.await_requests(2));
    EXPECT_THAT(
        daemon.requests()[1],
        HasSubstr("\r\n\r\n{\"fields\":[\"holder\",\"portrait\"],\"wait_for\":\"present\",\"wait_seconds\":0,"
                  "\"reader\":\"desk-1\",\"require\":[\"signature\",\"access\"],\"access\":{\"can\":\"123456\"}}"));
}

TEST_F(HostTest, RefusesWithoutAskingTheDaemon) {
    write_policy(desk);
    FakeServer daemon{{}};
    start(daemon.path());
    EXPECT_THAT(ask_for(R"({"id":1,"op":"read","origin":"https://evil.example"})"),
                HasSubstr(R"("code":"origin_refused")"));
    EXPECT_THAT(ask_for(R"({"id":2,"op":"read"})"), HasSubstr("origin_refused"));
    EXPECT_THAT(ask_for(R"({"id":3,"op":"read","origin":"https://desk.example","reader":"back"})"),
                HasSubstr(R"("code":"reader_refused","reader":"back")"));
    EXPECT_THAT(ask_for(R"({"id":4,"op":"read","origin":"https://desk.example","fields":["holder.names","document"]})"),
                HasSubstr(R"("code":"field_refused","field":"document")"));
    EXPECT_THAT(
        ask_for(
            R"({"id":5,"op":"match","origin":"https://desk.example","reads":["r"],"values":{"document.number":"1"}})"),
        HasSubstr("field_refused"));
    EXPECT_THAT(ask_for("{\"op\":\"shell\"}"), HasSubstr(R"({"id":0,"type":"problem","data":{"code":"bad_message"}})"));
    EXPECT_TRUE(daemon.requests().empty());
}

TEST_F(HostTest, BelievesNoOriginFromAnotherProgram) {
    write_policy(desk);
    FakeServer daemon{{}};
    start(daemon.path(), false);
    EXPECT_THAT(ask_for(R"({"id":1,"op":"status","origin":"https://desk.example"})"), HasSubstr("caller_refused"));
    end();
    std::ofstream{directory_.path() / "policy.toml"} << "browsers = [\"/usr/lib/browser\"]\n" << desk;
    start(daemon.path());
    EXPECT_THAT(ask_for(R"({"id":1,"op":"status","origin":"https://desk.example"})"), HasSubstr("caller_refused"));
    EXPECT_TRUE(daemon.requests().empty());
}

TEST_F(HostTest, RefusesEveryPageIfThePolicyHasAFault) {
    write_policy("[[origin]]\norigin = \"https://*\"\n");
    start("/nonexistent");
    EXPECT_THAT(ask_for(R"({"id":1,"op":"status","origin":"https://desk.example"})"), HasSubstr("policy_invalid"));
}

TEST_F(HostTest, TellsThatNoDaemonIsThere) {
    write_policy(desk);
    start((directory_.path() / "absent").native());
    EXPECT_THAT(ask_for(R"({"id":1,"op":"status","origin":"https://desk.example"})"), HasSubstr("daemon_unreachable"));
}

TEST_F(HostTest, PassesOnProblems) {
    write_policy(asking);
    FakeServer daemon{{answers({R"({"code":"not_granted","status":403})"}, "403 Forbidden")}};
    start(daemon.path());
    EXPECT_EQ(ask_for(R"({"id":1,"op":"forget","origin":"https://desk.example","reads":["r"]})"),
              R"({"id":1,"type":"problem","data":{"code":"not_granted","status":403}})");
}

TEST_F(HostTest, AsksForConsentBeforeItReads) {
    write_policy(asking);
    FakeServer daemon{{stream({"event: problem\ndata: {\"code\":\"no_card\"}\n\n"})}};
    start(daemon.path());
    EXPECT_EQ(
        ask_for(R"({"id":5,"op":"read","origin":"https://desk.example","reader":"front","fields":["holder.names"]})"),
        R"({"id":5,"type":"consent","data":{"origin":"https://desk.example","reader":"front","fields":["holder.names"],"remember":false}})");
    EXPECT_TRUE(daemon.requests().empty());
    EXPECT_THAT(ask_for(R"({"id":6,"op":"status","origin":"https://desk.example"})"), HasSubstr("busy"));
    ask(R"({"id":4,"op":"consent","granted":true})");
    EXPECT_EQ(ask_for(R"({"id":5,"op":"consent","granted":true})"),
              R"({"id":5,"type":"problem","data":{"code":"no_card"}})");
}

TEST_F(HostTest, DoesNotReadWithoutConsent) {
    write_policy(asking);
    FakeServer daemon{{}};
    start(daemon.path());
    EXPECT_THAT(ask_for(R"({"id":1,"op":"read","origin":"https://desk.example"})"), HasSubstr(R"("reader":null)"));
    EXPECT_THAT(ask_for(R"({"id":1,"op":"consent","granted":false})"), HasSubstr("consent_denied"));
    end();
    start(daemon.path(), true, 10);
    EXPECT_THAT(ask_for(R"({"id":2,"op":"read","origin":"https://desk.example"})"), HasSubstr(R"("type":"consent")"));
    EXPECT_THAT(next(), HasSubstr("consent_timeout"));
    EXPECT_TRUE(daemon.requests().empty());
}

TEST_F(HostTest, TellsThatAReadEndedWithoutAResult) {
    write_policy(asking);
    FakeServer daemon{{stream({"event: record\ndata: {}\n\n"})}};
    start(daemon.path());
    EXPECT_THAT(ask_for(R"({"id":1,"op":"read","origin":"https://desk.example"})"), HasSubstr("consent"));
    EXPECT_THAT(ask_for(R"({"id":1,"op":"consent","granted":true})"), HasSubstr("record"));
    EXPECT_THAT(next(), HasSubstr("daemon_lost"));
}

TEST_F(HostTest, EndsAReadWhenTheBrowserCloses) {
    write_policy(desk);
    bool is_closed = false;
    FakeServer daemon{{[&is_closed](FakeServer::Peer& peer) {
        if (peer.read_request().empty()) return;
        peer.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 56\r\n\r\n"
            R"({"readers":[{"id":"desk-1","state":"card","card":null}]})");
        if (peer.read_request().empty()) return;
        peer.write(stream_head);
        peer.write(chunk("event: progress\ndata: {}\n\n"));
        is_closed = peer.wait_for_close();
    }}};
    start(daemon.path());
    EXPECT_THAT(ask_for(R"({"id":1,"op":"read","origin":"https://desk.example"})"), HasSubstr("progress"));
    end();
    ASSERT_TRUE(daemon.await_closed(1));
    EXPECT_TRUE(is_closed);
}

TEST_F(HostTest, EndsAQuestionWhenTheBrowserCloses) {
    write_policy(asking);
    FakeServer daemon{{}};
    start(daemon.path());
    EXPECT_THAT(ask_for(R"({"id":1,"op":"read","origin":"https://desk.example"})"), HasSubstr("consent"));
    close_browser();
    EXPECT_THAT(next(), HasSubstr("cancelled"));
    EXPECT_EQ(next(), "(end)");
}

TEST_F(HostTest, ShowsEventsOfPermittedReadersWithoutIdsOfReads) {
    write_policy(desk);
    FakeServer daemon{
        {stream({std::string{"event: snapshot\ndata: "} + two_readers + "\n\n",
                 "event: card_inserted\ndata: {\"reader\":\"back\",\"card\":\"c1\"}\n\n",
                 "event: read_finished\ndata: {\"reader\":\"desk-1\",\"read\":\"r1\",\"outcome\":\"done\"}\n\n"})}};
    start(daemon.path());
    EXPECT_EQ(
        ask_for(R"({"id":1,"op":"events","origin":"https://desk.example"})"),
        R"({"id":1,"type":"event","data":{"event":"snapshot","data":{"readers":[{"id":"desk-1","state":"empty"}]}}})");
    EXPECT_EQ(
        next(),
        R"({"id":1,"type":"event","data":{"event":"read_finished","data":{"reader":"desk-1","outcome":"done"}}})");
    EXPECT_THAT(next(), HasSubstr("daemon_lost"));
}

TEST_F(HostTest, SendsAPortraitInParts) {
    write_policy(desk);
    const std::string picture(600'001, 'a');
    FakeServer daemon{{[&picture](FakeServer::Peer& peer) {
        if (peer.read_request().empty()) return;
        peer.write("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: " + std::to_string(picture.size()) +
                   "\r\n\r\n" + picture);
        peer.wait_for_close();
    }}};
    start(daemon.path());
    ask(R"({"id":1,"op":"portrait","origin":"https://desk.example","reads":["r1"],"media_type":"image/jpeg"})");
    const std::string first = next_of_any_size();
    EXPECT_THAT(first.substr(0, 80),
                HasSubstr(R"({"id":1,"type":"part","data":{"media_type":"image/jpeg","base64":"YWFh)"));
    EXPECT_GT(first.size(), 800'000U);
    EXPECT_EQ(next(), R"({"id":1,"type":"result","data":{"media_type":"image/jpeg","base64":"YQ=="}})");
}

}  // namespace
}  // namespace fivestar::browser
