// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/route_table.hpp"

#include "daemon/http/percent_encoding.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace fivestar::daemon {
namespace {

/// Returns the segment of `path` before its first slash. Sets `rest` to what follows the slash, or to nothing.
std::string_view take_segment(std::string_view path, std::optional<std::string_view>& rest) {
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) {
        rest.reset();
        return path;
    }
    rest = path.substr(slash + 1);
    return path.substr(0, slash);
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

/// Returns the parameters, still encoded, if `path` follows `pattern`.
std::optional<std::vector<NamedText>> match(std::string_view pattern, std::string_view path) {
    std::vector<NamedText> parameters;
    std::optional<std::string_view> pattern_rest = pattern;
    std::optional<std::string_view> path_rest = path;
    while (pattern_rest && path_rest) {
        const std::string_view expected = take_segment(*pattern_rest, pattern_rest);
        const std::string_view segment = take_segment(*path_rest, path_rest);
        if (is_parameter(expected)) {
            if (segment.empty()) return std::nullopt;
            parameters.push_back(
                {.name = std::string{expected.substr(1, expected.size() - 2)}, .value = std::string{segment}});
        } else if (segment != expected) {
            return std::nullopt;
        }
    }
    if (pattern_rest || path_rest) return std::nullopt;
    return parameters;
}

}  // namespace

void RouteTable::add(Route route) {
    routes_.push_back(std::move(route));
}

std::variant<RouteTable::Match, RequestFailure> RouteTable::find(Method method, std::string_view path) const {
    std::string allowed;
    for (const Route& route : routes_) {
        auto parameters = match(route.pattern, path);
        if (!parameters) continue;
        if (route.method != method) {
            if (!allowed.empty()) allowed += ", ";
            allowed += route.method == Method::get ? "GET, HEAD" : to_string(route.method);
            continue;
        }
        for (NamedText& parameter : *parameters) {
            auto decoded = decode_segment(parameter.value);
            if (!decoded) return RequestFailure{.kind = RequestFailureKind::malformed_path};
            parameter.value = std::move(*decoded);
        }
        return Match{.route = &route, .parameters = std::move(*parameters)};
    }
    if (allowed.empty()) return RequestFailure{.kind = RequestFailureKind::no_such_path};
    return RequestFailure{.kind = RequestFailureKind::method_not_allowed, .allow = std::move(allowed)};
}

}  // namespace fivestar::daemon
