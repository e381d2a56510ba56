// SPDX-License-Identifier: Apache-2.0
// The responses of a local service (RFC 9112). Each closes its connection.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fivestar::browser {

/// The head of a response with a body of JSON. `origin` may read it, and no other page; empty: none.
[[nodiscard]] std::string response_head(int status, std::size_t body_size, std::string_view origin);

/// The response to a preflight of an allowed origin (Fetch §3.2.2), and to Chromium's question about private networks.
[[nodiscard]] std::string preflight_response(std::string_view origin, bool asks_for_private_network);

/// {"code": ...}
[[nodiscard]] std::string refusal_body(std::string_view code);

}  // namespace fivestar::browser
