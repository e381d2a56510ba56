// SPDX-License-Identifier: Apache-2.0
// Incremental parser of server-sent events (WHATWG HTML §9.2.6). Independent of HTTP and sockets.
#pragma once

#include "client/fivestar.h"
#include "client/zeroized_buffer.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace fivestar::client {

constexpr std::size_t max_event_octets = std::size_t{4} * 1024 * 1024;  // of one line, and of the data of one event
constexpr std::size_t max_event_id_octets = 256;

class EventStreamParser {
  public:
    /// Returns false to end the stream. The event is borrowed for the length of the call.
    using OnEvent = std::function<bool(const fivestar_event&)>;

    /// FIVESTAR_TOO_LARGE beyond the limits, FIVESTAR_CANCELLED if `on_event` ended the stream.
    [[nodiscard]] fivestar_error parse(std::string_view octets, const OnEvent& on_event);

  private:
    [[nodiscard]] fivestar_error line_complete(const OnEvent& on_event);
    [[nodiscard]] fivestar_error field(std::string_view name, std::string_view value);
    [[nodiscard]] fivestar_error dispatch(const OnEvent& on_event);

    ZeroizedBuffer line_;
    ZeroizedBuffer data_;
    std::string name_;
    std::string id_;
    bool is_first_line_ = true;
    bool after_carriage_return_ = false;
};

}  // namespace fivestar::client
