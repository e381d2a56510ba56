// SPDX-License-Identifier: Apache-2.0
// The socket's routes. Each route names the permission it needs.
#pragma once

#include "daemon/http/handler.hpp"
#include "daemon/http/request_failure.hpp"
#include "daemon/policy/route_name.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fivestar::daemon {

struct Route {
    Method method;
    std::string_view
        pattern;  ///< a literal: `/v1/readers/{id}`; a braced segment matches one segment that is not empty
    RouteName permission;
    Handler handler;
    /// Media types of its answers. A request whose Accept header takes none of them is answered 406. Empty: the handler
    /// negotiates the type itself.
    std::vector<std::string_view> produces = {"application/json"};
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
