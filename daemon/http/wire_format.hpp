// SPDX-License-Identifier: Apache-2.0
// Formats responses (RFC 9110, RFC 9112 §4) and events of event streams (WHATWG HTML §9.2).
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/http/event_stream.hpp"
#include "daemon/http/response.hpp"

#include <string>
#include <string_view>

namespace fivestar::daemon {

/// Returns `Sun, 06 Nov 1994 08:49:37 GMT`, the IMF-fixdate of RFC 9110 §5.6.7. Years 0 to 9999.
[[nodiscard]] std::string http_date(WallTime instant);

/// Returns status line, headers and the empty line, for a body of `response.body.size()` octets. `date`: an
/// `http_date`.
[[nodiscard]] std::string response_head(const Response& response, bool keep_alive, std::string_view date);

/// Returns status line, headers and the empty line of an event stream. `date`: an `http_date`.
[[nodiscard]] std::string event_stream_head(std::string_view date);

/// Returns an event in the format of the stream.
[[nodiscard]] PersonalText event_text(const StreamEvent& event);

}  // namespace fivestar::daemon
