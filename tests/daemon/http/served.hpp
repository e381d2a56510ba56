// SPDX-License-Identifier: Apache-2.0
// A server on its own thread, with its socket in a temporary directory.
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

/// Returns a policy that grants everything to the user who runs the test.
[[nodiscard]] std::shared_ptr<const daemon::Policy> open_policy(unsigned requests_per_minute = 1'000'000'000);

class Served {
  public:
    explicit Served(daemon::RouteTable routes, daemon::ServerOptions options = {},
                    std::shared_ptr<const daemon::Policy> policy = open_policy());
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;
    /// Stops the server.
    ~Served();

    [[nodiscard]] const std::filesystem::path& socket() const { return socket_; }
    /// Stops the server and joins its thread.
    void stop();
    /// Makes the call on the server's thread and waits for its end.
    void run(const std::function<void()>& call);
    [[nodiscard]] std::size_t connections();
    /// Waits for this number of connections; false after a time-out.
    [[nodiscard]] bool has_connections(std::size_t count);
    [[nodiscard]] const CollectedLog& log() const { return log_; }  ///< after `stop`
    void set_policy(std::shared_ptr<const daemon::Policy> policy);

    /// A problem that the server reported.
    struct Told {
        daemon::ClientId client;
        std::string_view code;
        std::string field;
        friend bool operator==(const Told&, const Told&) = default;
    };
    [[nodiscard]] std::vector<Told> problems();
    /// Returns the entries of the audit log.
    [[nodiscard]] std::vector<daemon::AuditEntry> audited();

  private:
    TemporaryDirectory directory_;
    std::filesystem::path socket_;
    CollectedLog log_;
    SystemClock clock_;
    daemon::RouteTable routes_;
    std::shared_ptr<const daemon::Policy> policy_;  // used on the server's thread only
    std::vector<Told> problems_;                    // the same
    std::vector<daemon::AuditEntry> audited_;       // the same
    boost::asio::io_context context_{1};
    std::optional<daemon::HttpServer> server_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

}  // namespace fivestar::test
