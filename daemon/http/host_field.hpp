// SPDX-License-Identifier: Apache-2.0
// The syntax of the header field Host.
#pragma once

#include <string_view>

namespace fivestar::daemon {

/// True if `value` is a host with an optional port (RFC 9110 §7.2, RFC 3986 §3.2.2). An empty host is one: clients send
/// it for a target without an authority.
[[nodiscard]] bool is_host(std::string_view value);

}  // namespace fivestar::daemon
