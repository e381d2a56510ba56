// SPDX-License-Identifier: Apache-2.0
// The permissions that a client can hold, one for each route or group of routes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace fivestar::daemon {

enum class RouteName : std::uint8_t {
    health,
    readers,
    read,  ///< POST /v1/read and the finished reads under /v1/reads
    match,
    cross_check,
    number,
    events,
    whoami,
    trust,
    diagnosis,
    metrics,
    openapi,
    key,  ///< PUT /v1/readers/{id}/key
};
inline constexpr std::size_t route_name_count = 13;

/// Returns the name in the configuration and in `GET /v1/whoami`: `cross-check`.
[[nodiscard]] std::string_view to_string(RouteName name);

/// Parses a name; nothing for any other text.
[[nodiscard]] std::optional<RouteName> route_name(std::string_view text);

class RouteSet {
  public:
    RouteSet() = default;
    constexpr RouteSet(std::initializer_list<RouteName> names) {
        for (const RouteName name : names) add(name);
    }

    [[nodiscard]] static RouteSet all();
    /// Returns the routes of a `[[client]]` without `routes`: all but metrics, trust, cross-check and
    /// key.
    [[nodiscard]] static RouteSet by_default();
    /// Returns the routes that root always has: health, whoami, diagnosis, metrics, trust.
    [[nodiscard]] static RouteSet of_root();

    constexpr void add(RouteName name) { bits_ |= bit(name); }
    [[nodiscard]] constexpr bool contains(RouteName name) const { return (bits_ & bit(name)) != 0; }
    [[nodiscard]] constexpr RouteSet united_with(RouteSet other) const {
        other.bits_ |= bits_;
        return other;
    }

    friend bool operator==(const RouteSet&, const RouteSet&) = default;

  private:
    static constexpr std::uint32_t bit(RouteName name) { return std::uint32_t{1} << static_cast<unsigned>(name); }
    std::uint32_t bits_ = 0;
};

}  // namespace fivestar::daemon
