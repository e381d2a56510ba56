// SPDX-License-Identifier: Apache-2.0
// Responses of the daemon in the client library: head, body in any framing, event stream. The first octet selects the
// sizes of the received pieces, which must not change the result.
#include "client/event_stream.hpp"
#include "client/http_response.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using fivestar::client::EventStreamParser;
using fivestar::client::ResponseParser;

/// All observable results as one text.
std::string observe(std::string_view octets, std::size_t piece) {
    ResponseParser parser;
    EventStreamParser events;
    std::string seen;
    const auto on_event = [&](const fivestar_event& event) {
        seen.append(event.name)
            .append("|")
            .append(event.id)
            .append("|")
            .append(event.data, event.data_size)
            .append("\n");
        return true;
    };
    const auto on_body = [&](std::string_view body) { return events.parse(body, on_event); };
    while (!octets.empty() && !parser.is_complete()) {
        const auto taken = parser.parse(octets.substr(0, piece), on_body);
        if (!taken) return seen + fivestar_error_name(taken.error());
        if (*taken == 0) std::abort();  // no progress
        octets.remove_prefix(*taken);
    }
    seen.append(fivestar_error_name(parser.end()));
    const auto& headers = parser.head().headers;
    for (const auto& [name, value] : headers) seen.append(name).append(value);
    return seen + std::to_string(octets.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view octets{reinterpret_cast<const char*>(data + 1), size - 1};
    const std::size_t piece = std::max<std::size_t>(data[0], 1);
    if (observe(octets, piece) != observe(octets, std::max<std::size_t>(octets.size(), 1))) std::abort();
    return 0;
}
