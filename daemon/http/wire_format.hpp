// Answers and events as octets: RFC 9112 §4, and WHATWG HTML §9.2 for event streams.
#pragma once

#include "daemon/http/event_stream.hpp"
#include "daemon/http/response.hpp"

#include <string>

namespace fivestar::daemon {

/// Status line and headers with the empty line, for a body of `response.body.size()` octets.
[[nodiscard]] std::string response_head(const Response& response, bool keep_alive);

/// The head of an event stream, whose end is the connection's.
[[nodiscard]] std::string event_stream_head();

/// Names and data of an event, as the stream carries them.
[[nodiscard]] PersonalText event_text(const StreamEvent& event);

}  // namespace fivestar::daemon
