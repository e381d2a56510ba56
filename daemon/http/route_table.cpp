// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/route_table.hpp"

#include "daemon/http/percent_encoding.hpp"

#include <optional>
#include <ranges>
#include <utility>

namespace fivestar::daemon {
namespace {

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

/// Returns the parameters, still encoded, if `path` follows `pattern`.
std::optional<std::vector<NamedText>> match(std::string_view pattern, std::string_view path) {
    std::vector<NamedText> parameters;
    auto segments = std::views::split(path, '/');
    auto segment = segments.begin();
    for (const auto part : std::views::split(pattern, '/')) {
        if (segment == segments.end()) return std::nullopt;
        const std::string_view expected{part.begin(), part.end()};
        const std::string_view actual{(*segment).begin(), (*segment).end()};
        if (is_parameter(expected)) {
            if (actual.empty()) return std::nullopt;
            parameters.push_back(
                {.name = std::string{expected.substr(1, expected.size() - 2)}, .value = std::string{actual}});
        } else if (actual != expected) {
            return std::nullopt;
        }
        ++segment;
    }
    if (segment != segments.end()) return std::nullopt;
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
