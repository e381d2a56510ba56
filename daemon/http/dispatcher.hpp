// From a parsed request to a reply: who asks, how often, for what, and whether that is granted.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/http/handler.hpp"
#include "daemon/http/rate_limiter.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/policy/policy.hpp"
#include "daemon/system/log.hpp"

#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// The policy of this moment; never null. Asked once a request, so that a new one counts at once.
using PolicySource = std::function<std::shared_ptr<const Policy>()>;

/// Told, on the I/O thread, of every problem that a request is answered with at once, refusals (`not_granted`,
/// `too_many_requests`) among them. A problem that ends a stream of a read is told by that read's event.
using ProblemObserver = std::function<void(const Request& request, const Problem& problem)>;

class Dispatcher {
  public:
    /// The references must outlive the dispatcher. `on_problem` may be empty.
    Dispatcher(const RouteTable& routes, PolicySource policy, const Clock& clock, Log& log,
               ProblemObserver on_problem = {});

    /// Who `peer` is under the policy of now.
    [[nodiscard]] Caller caller(const Peer& peer) const;

    /// Replies to `request`. Never throws: a handler that does is answered `internal_error`.
    [[nodiscard]] boost::asio::awaitable<Reply> reply(Request& request);

    /// Tells the log of a defect: an exception where none belongs.
    void defect(std::string_view where);

  private:
    [[nodiscard]] boost::asio::awaitable<Reply> reply_of_route(Request& request);
    [[nodiscard]] std::variant<const Route*, Problem> admit(Request& request);

    const RouteTable& routes_;
    PolicySource policy_;
    const Clock& clock_;
    Log& log_;
    ProblemObserver on_problem_;
    RateLimiter rates_;
};

}  // namespace fivestar::daemon
