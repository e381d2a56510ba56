// SPDX-License-Identifier: Apache-2.0
// Formats responses (RFC 9112 §4) and events of event streams (WHATWG HTML §9.2).
#pragma once

#include "daemon/http/event_stream.hpp"
#include "daemon/http/response.hpp"

#include <string>

namespace fivestar::daemon {

/// Returns status line, headers and the empty line, for a body of `response.body.size()` octets.
[[nodiscard]] std::string response_head(const Response& response, bool keep_alive);

/// Returns an event in the format of the stream.
[[nodiscard]] PersonalText event_text(const StreamEvent& event);

}  // namespace fivestar::daemon
