// SPDX-License-Identifier: Apache-2.0
// A server on a socket in a directory of its own, running on a thread of its own.
#pragma once

#include "daemon/http/http_server.hpp"
#include "tests/daemon/api/collected_log.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace fivestar::test {

/// A policy that grants everything to whoever runs the test.
[[nodiscard]] std::shared_ptr<const daemon::Policy> open_policy(unsigned requests_per_minute = 1'000'000'000);

class Served {
  public:
    explicit Served(daemon::RouteTable routes, daemon::ServerOptions options = {},
                    std::shared_ptr<const daemon::Policy> policy = open_policy());
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;
    /// Stops, if nobody did.
    ~Served();

    [[nodiscard]] const std::filesystem::path& socket() const { return socket_; }
    /// Stops the server and its thread; returns when both are done.
    void stop();
    /// Calls on the server's thread, and returns when it is done.
    void run(const std::function<void()>& call);
    [[nodiscard]] std::size_t connections();
    /// Waits until there are so many connections; false if it takes too long.
    [[nodiscard]] bool has_connections(std::size_t count);
    [[nodiscard]] const CollectedLog& log() const { return log_; }  ///< after `stop`
    void set_policy(std::shared_ptr<const daemon::Policy> policy);

    /// What the server's observer of problems was told.
    struct Told {
        daemon::ClientId client;
        std::string_view code;
        std::string field;
        friend bool operator==(const Told&, const Told&) = default;
    };
    [[nodiscard]] std::vector<Told> problems();
    /// What its audit log received.
    [[nodiscard]] std::vector<daemon::AuditEntry> audited();

  private:
    TemporaryDirectory directory_;
    std::filesystem::path socket_;
    CollectedLog log_;
    SystemClock clock_;
    daemon::RouteTable routes_;
    std::shared_ptr<const daemon::Policy> policy_;  // touched on the server's thread only
    std::vector<Told> problems_;                    // as well
    std::vector<daemon::AuditEntry> audited_;       // as well
    boost::asio::io_context context_{1};
    std::optional<daemon::HttpServer> server_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

}  // namespace fivestar::test
