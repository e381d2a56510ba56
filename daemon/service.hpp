// SPDX-License-Identifier: Apache-2.0
// The objects that serve reads and events over the socket: readers, reads, routes and HTTP server. The daemon adds its
// other routes; tests use it with readers and card readers of their own.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "daemon/api/comparison_routes.hpp"
#include "daemon/api/event_hub.hpp"
#include "daemon/api/event_publisher.hpp"
#include "daemon/api/read_routes.hpp"
#include "daemon/http/event_stream.hpp"
#include "daemon/http/http_server.hpp"
#include "daemon/keys/evidence_key.hpp"
#include "daemon/readers/reader_registry.hpp"
#include "daemon/system/log.hpp"
#include "identity/matching/pinyin_readings.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace fivestar::daemon {

/// The references must outlive the service. The functions return the configuration of the moment.
struct ServiceParts {
    std::shared_ptr<ReaderSource> readers;
    const Clock& clock;
    Random& random;
    Log& log;
    CardReader read_card;
    HoldRules hold = {};
    std::function<std::chrono::milliseconds()> deadline;  ///< of a read
    Today today;
    std::function<std::shared_ptr<const EvidenceKey>()> evidence_key;  ///< returns null if none is configured
    std::filesystem::path portrait_program;                            ///< fivestar-portrait
    std::function<std::shared_ptr<const Policy>()> policy;
    std::function<void(const ResponseProblem& problem)> on_problem;
    AuditLog audit = {};
    std::function<void()> load_pinyin = identity::load_pinyin;  ///< called on a thread of its own, at its first use
    std::chrono::milliseconds heartbeat = stream_heartbeat;
};

/// Used on the I/O thread only.
class Service {
  public:
    Service(boost::asio::io_context& context, ServiceParts parts);
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    /// The io_context must have stopped.
    ~Service() = default;

    /// Routes may be added before `serve`.
    [[nodiscard]] RouteTable& routes() { return routes_; }
    [[nodiscard]] const RouteTable& routes() const { return routes_; }
    [[nodiscard]] ReaderRegistry& registry() { return registry_; }
    [[nodiscard]] const ReaderRegistry& registry() const { return registry_; }
    [[nodiscard]] ReadService& reads() { return reads_; }
    [[nodiscard]] EventHub& hub() { return hub_; }

    /// Starts serving the connections that arrive at `socket`.
    [[nodiscard]] Result<void> serve(ListeningSocket socket) { return server_.start(std::move(socket)); }
    /// Stops the server; see `HttpServer::stop`.
    [[nodiscard]] boost::asio::awaitable<void> stop() { return server_.stop(); }

  private:
    ReaderRegistry registry_;
    EventHub hub_;
    EventPublisher publisher_;
    ReadService reads_;
    RouteTable routes_;
    PortraitConverterPool portraits_;
    ReadRoutes read_routes_;
    ComparisonRoutes comparisons_;
    HttpServer server_;
};

}  // namespace fivestar::daemon
