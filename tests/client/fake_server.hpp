// SPDX-License-Identifier: Apache-2.0
// A daemon that plays a script over a Unix socket. The test decides about its answers, pauses and the end.
#pragma once

#include "tests/support/temporary_directory.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace fivestar::test {

class FakeServer {
  public:
    /// The server's end of one connection.
    class Peer {
      public:
        Peer(int socket, FakeServer& server) : socket_{socket}, server_{server} {}
        /// Head and body of the next request, also kept in `requests()`; empty once the client has closed.
        std::string read_request();
        /// False once the client has closed, or the server is stopping.
        bool write(std::string_view octets);
        /// Waits until the client has closed; false after a minute, or if the server is stopping.
        bool wait_for_close();

      private:
        bool wait(short events);
        int socket_;
        FakeServer& server_;
    };
    using Script = std::function<void(Peer&)>;

    /// Plays each script to one connection, in order; the connection closes when its script ends. Further
    /// connections wait unanswered.
    explicit FakeServer(std::vector<Script> scripts);
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;
    ~FakeServer();

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::vector<std::string> requests() const;
    /// Waits until `count` requests have been read; false after a minute.
    bool await_requests(std::size_t count);
    /// Waits until the server has closed `count` connections; false after a minute.
    bool await_closed(std::size_t count);

  private:
    void serve(const std::vector<Script>& scripts);

    const TemporaryDirectory directory_;
    const std::string path_ = directory_.path() / "socket";
    int listener_ = -1;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> requests_;
    std::size_t closed_ = 0;
    std::thread thread_;
};

/// An answer with a Content-Length.
[[nodiscard]] std::string http_answer(int status, std::string_view type, std::string_view body);

/// The head of an answer that is an event stream without end.
[[nodiscard]] std::string event_stream_head();

/// A script that reads one request and answers with these octets. A whole HTTP answer announces that its connection is
/// closed, so that the client does not send its next request into a connection that is just being closed.
[[nodiscard]] FakeServer::Script answer_with(std::string octets);

}  // namespace fivestar::test
