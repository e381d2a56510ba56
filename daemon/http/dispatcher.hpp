// From a parsed request to a reply: who asks, how often, for what, and whether that is granted. What is refused here
// and what handlers answer is told to the audit log at this one place.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/audit/audit_entry.hpp"
#include "daemon/http/handler.hpp"
#include "daemon/http/rate_limiter.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/policy/policy.hpp"
#include "daemon/system/log.hpp"

#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// The policy of this moment; never null. Asked once a request, so that a new one counts at once.
using PolicySource = std::function<std::shared_ptr<const Policy>()>;

/// Told, on the I/O thread, of every problem that a request is answered with at once, refusals (`not_granted`,
/// `too_many_requests`) among them. A problem that ends a stream of a read is told by that read's event.
using ProblemObserver = std::function<void(const Request& request, const Problem& problem)>;

/// Who is told of requests; either may be empty.
struct RequestObservers {
    ProblemObserver on_problem = {};
    /// Is not told of requests beyond the client's allowance, so that nobody can fill it. `on_problem` is.
    AuditLog audit = {};
};

class Dispatcher {
  public:
    /// The references must outlive the dispatcher.
    Dispatcher(const RouteTable& routes, PolicySource policy, const Clock& clock, Log& log,
               RequestObservers observers = {});

    /// The policy of now.
    [[nodiscard]] std::shared_ptr<const Policy> policy() const { return policy_(); }

    /// Replies to `request`. Never throws: a handler that does is answered `internal_error`.
    [[nodiscard]] boost::asio::awaitable<Reply> reply(Request& request);

    /// Tells the log of a defect: an exception where none belongs.
    void defect(std::string_view where);

  private:
    /// A request under way that is audited.
    struct Audited {
        Request& request;
        const Route& route;
        SteadyTime since;
    };

    [[nodiscard]] std::optional<Problem> limit_rate(const Request& request);
    [[nodiscard]] static std::optional<Problem> admit(const Request& request, const Route& route);
    [[nodiscard]] boost::asio::awaitable<Reply> reply_of(const Route& route, Request& request);
    [[nodiscard]] boost::asio::awaitable<Reply> unobserved_reply(Request& request);
    [[nodiscard]] StreamWriter audited_stream(StreamWriter writer, Audited audited);
    void audit(const Audited& audited, const Problem* problem);

    const RouteTable& routes_;
    PolicySource policy_;
    const Clock& clock_;
    Log& log_;
    RequestObservers observers_;
    RateLimiter rates_;
};

}  // namespace fivestar::daemon
