// SPDX-License-Identifier: Apache-2.0
#include "cli/views/portrait_view.hpp"

#include "cli/views/picture.hpp"
#include "cli/views/picture_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

namespace fivestar::cli {
namespace {

// The daemon ends a conversion after two seconds, and those queued before it.
constexpr std::uint32_t conversion_milliseconds = 10'000;

constexpr std::size_t most_rows = 24;
constexpr std::size_t most_columns = 48;

bool is_dumb() {
    const char* const terminal = std::getenv("TERM");
    return terminal == nullptr || std::string_view{terminal} == "dumb";
}

PictureRoom room_on(const Console& console) {
    PictureRoom room{.columns = std::min(most_columns, console.result_columns() - 1), .rows = most_rows};
    winsize size{};
    if (::ioctl(console.results(), TIOCGWINSZ, &size) != 0) return room;
    if (size.ws_col == 0 || size.ws_row == 0 || size.ws_xpixel < size.ws_col || size.ws_ypixel < size.ws_row)
        return room;
    room.cell_width = static_cast<std::size_t>(size.ws_xpixel / size.ws_col);
    room.cell_height = static_cast<std::size_t>(size.ws_ypixel / size.ws_row);
    return room;
}

}  // namespace

void show_portrait(Session& session, std::string_view read) {
    if (session.console.result_columns() < 2 || is_dumb()) return;
    const std::string target = "/v1/reads/" + std::string{read} + "/portrait";
    fivestar_request request = client::request_for("GET", target.c_str());
    request.accept = "image/x-portable-pixmap";
    request.timeout_milliseconds = conversion_milliseconds;
    const auto response = session.connection.send(request);
    if (!response || !response->is_success()) return;
    if (const auto picture = parse_ppm(response->body()))
        session.console.print(picture_text(*picture, room_on(session.console), ::environ).view());
}

}  // namespace fivestar::cli
