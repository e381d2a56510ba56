// SPDX-License-Identifier: Apache-2.0
// Dispatches a parsed request: rate limit, route, permission, handler. Reports the outcome to metrics and the audit
// log.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/audit/audit_entry.hpp"
#include "daemon/http/rate_limiter.hpp"
#include "daemon/http/request_failure.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/policy/policy.hpp"
#include "daemon/system/log.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// Called on the I/O thread.
struct ServerCallbacks {
    /// Returns the current policy; never null. Called for each request, so that a new policy takes effect at once.
    std::function<std::shared_ptr<const Policy>()> policy;
    FailureRenderer render_failure;
    /// Receives every problem that answers a request, refusals included; may be empty. A problem that ends the stream
    /// of a read is not reported here, but by that read's event.
    std::function<void(const Request& request, const ResponseProblem& problem)> on_problem = {};
    /// Receives audited requests; may be empty. Requests beyond the rate limit are left out, so that no client can
    /// flood the log.
    AuditLog audit = {};
};

class Dispatcher {
  public:
    /// The references must outlive the dispatcher.
    Dispatcher(const RouteTable& routes, const Clock& clock, Log& log, ServerCallbacks callbacks);

    [[nodiscard]] std::shared_ptr<const Policy> policy() const { return callbacks_.policy(); }

    /// Returns the time of the server's clock for the header Date, formatted once a second.
    [[nodiscard]] std::string_view date();

    /// Replies to `request`. Never throws: an exception of a handler becomes the failure `handler_failed`.
    [[nodiscard]] boost::asio::awaitable<Reply> reply(Request& request);

    [[nodiscard]] Response render(const RequestFailure& failure, Language language) const {
        return callbacks_.render_failure(failure, language);
    }

    /// Logs a defect: an exception where none belongs.
    void defect(std::string_view where);

  private:
    /// An audited request that is being answered.
    struct Audited {
        Request& request;
        const Route& route;
        SteadyTime since;
    };

    [[nodiscard]] std::optional<RequestFailure> limit_rate(const Request& request);
    [[nodiscard]] static std::optional<RequestFailure> admit(const Request& request, const Route& route);
    [[nodiscard]] Reply failed(const RequestFailure& failure, const Request& request) const;
    [[nodiscard]] boost::asio::awaitable<Reply> reply_of(const Route& route, Request& request);
    [[nodiscard]] boost::asio::awaitable<Reply> unobserved_reply(Request& request);
    [[nodiscard]] StreamWriter audited_stream(StreamWriter writer, Audited audited);
    void audit(const Audited& audited, const std::optional<ResponseProblem>& problem);

    const RouteTable& routes_;
    const Clock& clock_;
    Log& log_;
    ServerCallbacks callbacks_;
    RateLimiter rates_;
    std::chrono::sys_seconds second_ = {};  ///< that of `date_`
    std::string date_ = {};
};

}  // namespace fivestar::daemon
