// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/json.hpp"
#include "cli/views/status_view.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

namespace fivestar::cli {
namespace {

using namespace std::chrono_literals;

// The daemon sends a comment every 15 seconds. The connection is lost if three are missing.
constexpr std::uint32_t longest_silence_milliseconds = 45'000;
constexpr std::chrono::milliseconds first_pause = 250ms;
constexpr std::chrono::milliseconds longest_pause = 5s;

constexpr int service_unavailable = 503;

/// One JSON object per line: the event's name, id and data.
PersonalText json_line(const fivestar_event& event) {
    PersonalText line{R"({"event":)"};
    append_json_string(line, event.name);
    line.append(R"(,"id":)");
    append_json_string(line, event.id);
    line.append(R"(,"data":)");
    PersonalText data{std::string_view{event.data, event.data_size}};
    std::ranges::replace(data, '\n', ' ');  // between lines of data, never inside a string
    line.append(data.view());
    line.push_back('}');
    return line;
}

bool print_event(Session& session, const fivestar_event& event) {
    const auto data = parse_json({event.data, event.data_size});
    if (!data) return true;  // an event of a later daemon
    if (session.arguments.json) return session.print_json(json_line(event).view()) == ExitCode::done;
    const std::string_view name{event.name};
    const PersonalText text = name == "snapshot" ? readers_text(*data, session.language) : event_text(name, *data);
    return session.print(text.view()) == ExitCode::done;
}

}  // namespace

ExitCode execute(Session& session, const WatchCommand& /*command*/) {
    std::string last_event_id;
    bool was_connected = false;
    std::chrono::milliseconds pause = first_pause;
    fivestar_request request = client::request_for("GET", "/v1/events");
    request.timeout_milliseconds = longest_silence_milliseconds;

    const auto on_event = [&](const fivestar_event& event) {
        last_event_id = event.id;
        was_connected = true;
        pause = first_pause;
        return print_event(session, event);
    };
    while (true) {
        request.last_event_id = last_event_id.empty() ? nullptr : last_event_id.c_str();
        const auto response = session.connection.stream(request, on_event);
        if (session.console.is_broken()) return ExitCode::problem;
        if (session.interruption.happened()) return ExitCode::done;
        const bool is_refused = response && !response->is_success();
        if (is_refused && (!was_connected || response->status() != service_unavailable)) {
            return session.problem(response->body());
        }
        if (!response && (!was_connected || response.error() == FIVESTAR_MALFORMED)) {
            return session.failed(response.error());
        }
        if (session.interruption.wait_for(pause)) return ExitCode::done;
        pause = std::min(pause * 2, longest_pause);
    }
}

}  // namespace fivestar::cli
