// SPDX-License-Identifier: Apache-2.0
#include "cli/console.hpp"

#include "cli/views/printable.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

namespace fivestar::cli {
namespace {

constexpr std::size_t usual_columns = 80;
constexpr std::string_view clear_line = "\r\x1B[K";  // ECMA-48: carriage return, erase to the end of the line

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) return false;
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::size_t columns_of(int terminal) {
    if (::isatty(terminal) != 1) return 0;
    winsize size{};
    const bool is_known = ::ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
    return is_known ? size.ws_col : usual_columns;
}

}  // namespace

bool is_dumb_terminal() {
    const char* const terminal = std::getenv("TERM");
    return terminal == nullptr || std::string_view{terminal} == "dumb";
}

bool Console::print(std::string_view text) {
    if (!is_broken_) is_broken_ = !write_all(results_, text);
    return !is_broken_;
}

void Console::complain(std::string_view text) const {
    write_all(messages_, "fivestarctl: " + std::string{text} + "\n");
}

std::size_t Console::message_columns() const {
    return columns_of(messages_);
}

bool Console::shows_colour() const {
    const char* const refusal = std::getenv("NO_COLOR");
    return result_columns() != 0 && !is_dumb_terminal() && (refusal == nullptr || *refusal == '\0');
}

std::size_t Console::result_columns() const {
    return columns_of(results_);
}

void Console::announce(std::string_view text) const {
    if (message_columns() != 0) return show_line(text);
    write_all(messages_, std::string{text} + "\n");
}

void Console::show_line(std::string_view text) const {
    const std::size_t room = message_columns();
    if (room == 0) return;
    // One column stays free: some terminals begin a new line after the last one.
    write_all(messages_, std::string{clear_line}.append(clipped(text, room - 1)));
}

}  // namespace fivestar::cli
