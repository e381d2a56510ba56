// The socket's routes. Each names the permission it needs; there is no way to add one without.
#pragma once

#include "daemon/http/handler.hpp"
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
    /// Media types of its answers. A request whose Accept header takes none of them is answered 406; empty: the handler
    /// sees to that itself.
    std::vector<std::string_view> produces = {"application/json"};
};

class RouteTable {
  public:
    void add(Route route);

    struct Match {
        const Route* route;
        std::vector<NamedText> parameters;
    };
    /// `not_found`; or `method_not_allowed`, with the path's methods in its Allow header; `bad_request` for a parameter
    /// that is not percent-encoded UTF-8.
    [[nodiscard]] std::variant<Match, Problem> find(Method method, std::string_view path) const;

    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

  private:
    std::vector<Route> routes_;
};

}  // namespace fivestar::daemon
