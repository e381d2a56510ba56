// SPDX-License-Identifier: Apache-2.0
#include "daemon/policy/route_name.hpp"

#include <array>

namespace fivestar::daemon {
namespace {

constexpr std::array<std::string_view, route_name_count> names = {
    "health", "readers", "read",      "match",   "cross-check", "number", "events",
    "whoami", "trust",   "diagnosis", "metrics", "openapi",     "key",
};

}  // namespace

std::string_view to_string(RouteName name) {
    return names.at(static_cast<std::size_t>(name));
}

std::optional<RouteName> route_name(std::string_view text) {
    for (std::size_t index = 0; index < names.size(); ++index) {
        if (names[index] == text) return static_cast<RouteName>(index);
    }
    return std::nullopt;
}

RouteSet RouteSet::all() {
    RouteSet set;
    for (std::size_t index = 0; index < route_name_count; ++index) set.add(static_cast<RouteName>(index));
    return set;
}

RouteSet RouteSet::by_default() {
    return {RouteName::health, RouteName::readers, RouteName::read,      RouteName::match,  RouteName::number,
            RouteName::events, RouteName::whoami,  RouteName::diagnosis, RouteName::openapi};
}

RouteSet RouteSet::of_root() {
    return {RouteName::health, RouteName::whoami, RouteName::diagnosis, RouteName::metrics, RouteName::trust};
}

}  // namespace fivestar::daemon
