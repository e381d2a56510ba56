#include "cli/views/portrait_view.hpp"

#include "cli/views/picture.hpp"
#include "cli/views/picture_text.hpp"
#include "cli/views/terminal_graphics.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace fivestar::cli {
namespace {

// Terminals answer at once, those far away after the time their line takes.
constexpr std::chrono::milliseconds patience{1000};

// The daemon gives up on a picture after two seconds, and on those before it.
constexpr std::uint32_t conversion_milliseconds = 10'000;

constexpr std::size_t most_rows = 24;
constexpr std::size_t most_columns = 48;

bool is_dumb() {
    const char* const terminal = std::getenv("TERM");
    return terminal == nullptr || std::string_view{terminal} == "dumb";
}

bool knows_direct_colours() {
    const char* const said = std::getenv("COLORTERM");
    return said != nullptr && (std::string_view{said} == "truecolor" || std::string_view{said} == "24bit");
}

PersonalText shown(const Picture& picture, const Console& console) {
    const std::size_t columns = std::min(most_columns, console.result_columns() - 1);
    switch (ask_for_graphics(console.results(), patience)) {
        case Graphics::kitty:
            return kitty_text(fitted(picture, 480, 600), most_rows);
        case Graphics::sixel:
            return sixel_text(fitted(picture, 240, 300));
        case Graphics::half_blocks:
            break;
    }
    return half_block_text(fitted(picture, columns, 2 * most_rows), knows_direct_colours());
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
        session.console.print(shown(*picture, session.console).view());
}

}  // namespace fivestar::cli
