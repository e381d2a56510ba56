// SPDX-License-Identifier: Apache-2.0
// The head of a page's request to a local service: HTTP/1.1 (RFC 9112), without a body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace fivestar::browser {

/// Octets of request line and headers, with the empty line.
inline constexpr std::size_t max_request_head = std::size_t{8} * 1024;

struct RequestHead {
    std::string method = {};
    std::string target = {};
    std::string host = {};                   ///< exactly one header; empty without one
    std::optional<std::string> origin = {};  ///< at most one header
    std::string destination = {};            ///< Sec-Fetch-Dest (Fetch Metadata Request Headers §2.1)
    std::string requested_method = {};       ///< Access-Control-Request-Method: a preflight has it
    bool asks_for_private_network = false;   ///< Access-Control-Request-Private-Network: true
    bool asks_for_websocket = false;         ///< Upgrade: websocket (RFC 6455 §4.1)
};

enum class HeadFault : std::uint8_t {
    incomplete,  ///< more octets may follow
    malformed,   ///< no request, one with a body, or one with two `Host` or `Origin`
};

/// Parses a whole head. Nothing may follow it.
[[nodiscard]] std::expected<RequestHead, HeadFault> parse_request_head(std::string_view octets);

}  // namespace fivestar::browser
