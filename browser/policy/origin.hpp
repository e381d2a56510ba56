// SPDX-License-Identifier: Apache-2.0
// The origins of web pages, as browsers write them (RFC 6454 §6.2): scheme, host, and the port unless it is the
// scheme's.
#pragma once

#include <string_view>

namespace fivestar::browser {

/// Octets of the longest origin: a DNS name of 253 characters, scheme and port.
inline constexpr std::size_t max_origin_size = 270;

/// Tells whether a policy may name this text: `https` with any host, `http` only with an address of a private network
/// or of this machine (RFC 1918, RFC 4193, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). Pages are found by comparing the whole
/// text, so it must be written exactly as browsers write it: in lower case, with no path and no default port.
[[nodiscard]] bool is_permissible_origin(std::string_view origin);

}  // namespace fivestar::browser
