// SPDX-License-Identifier: Apache-2.0
// The socket's routes and their handlers. Each route names the permission it needs.
#pragma once

#include "daemon/http/event_stream.hpp"
#include "daemon/http/request_failure.hpp"
#include "daemon/policy/route_name.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// Takes the connection over as an event stream (status 200); the connection closes when it returns. The function
/// object and the request stay alive until then.
using StreamWriter = std::function<boost::asio::awaitable<void>(EventStream&)>;

using Reply = std::variant<Response, StreamWriter>;

/// Runs on the I/O thread and never blocks it. The handler object outlives every request. An exception that leaves it
/// is the failure `handler_failed`.
using Handler = std::function<boost::asio::awaitable<Reply>(Request&)>;

enum class BodyKind : std::uint8_t { json, text };

struct Route {
    Method method;
    std::string_view pattern;  ///< a literal: `/v1/readers/{id}`; braces match a segment that is not empty
    RouteName permission;
    Handler handler;
    /// Media types of its answers. A request whose Accept header takes none of them is answered 406. Empty: the handler
    /// negotiates the type itself.
    std::vector<std::string_view> produces = {"application/json"};
    BodyKind body = BodyKind::json;
    std::vector<std::string_view> parameters = {};  ///< names of the query's parameters; any other is refused
};

class RouteTable {
  public:
    void add(Route route);

    struct Match {
        const Route* route;
        std::vector<NamedText> parameters;
    };
    /// Finds the route for a method and a path. Failures: `no_such_path`, `method_not_allowed`, `malformed_path`.
    [[nodiscard]] std::variant<Match, RequestFailure> find(Method method, std::string_view path) const;

    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

  private:
    std::vector<Route> routes_;
};

}  // namespace fivestar::daemon
