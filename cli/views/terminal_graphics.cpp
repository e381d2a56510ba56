#include "cli/views/terminal_graphics.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace fivestar::cli {
namespace {

// One transparent pixel, only asked about (a=q), and DA1 (ECMA-48 8.3.24).
constexpr std::string_view questions = "\x1B_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1B\\\x1B[c";
constexpr std::string_view kitty_agrees = "\x1B_Gi=31;OK\x1B\\";
constexpr std::string_view attributes_start = "\x1B[?";
constexpr std::size_t longest_answers = 1024;

bool names_sixel(std::string_view attributes) {
    while (!attributes.empty()) {
        const auto end = attributes.find(';');
        if (attributes.substr(0, end) == "4") return true;
        attributes = end == std::string_view::npos ? std::string_view{} : attributes.substr(end + 1);
    }
    return false;
}

/// The terminal as it was, when this goes; meanwhile neither lines nor echo.
class RawInput {
  public:
    explicit RawInput(int descriptor) : descriptor_(descriptor) {
        is_raw_ = ::tcgetattr(descriptor, &before_) == 0;
        if (!is_raw_) return;
        termios raw = before_;
        raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        raw.c_cc[VMIN] = 0;
        raw.c_cc[VTIME] = 0;
        is_raw_ = ::tcsetattr(descriptor, TCSANOW, &raw) == 0;
    }
    RawInput(const RawInput&) = delete;
    RawInput& operator=(const RawInput&) = delete;
    ~RawInput() {
        if (is_raw_) ::tcsetattr(descriptor_, TCSANOW, &before_);
    }
    [[nodiscard]] explicit operator bool() const { return is_raw_; }

  private:
    int descriptor_;
    termios before_{};
    bool is_raw_ = false;
};

/// A job in the background would be stopped for reading from its terminal.
bool is_ours(int descriptor) {
    const pid_t foreground = ::tcgetpgrp(descriptor);
    return ::isatty(descriptor) == 1 && (foreground < 0 || foreground == ::getpgrp());
}

}  // namespace

std::optional<Graphics> graphics_told_by(std::string_view answers) {
    for (std::size_t from = 0;;) {
        const std::size_t start = answers.find(attributes_start, from);
        if (start == std::string_view::npos) return std::nullopt;
        from = start + attributes_start.size();
        const std::size_t end = answers.find_first_not_of("0123456789;", from);
        if (end == std::string_view::npos) return std::nullopt;
        if (answers[end] != 'c') continue;
        if (answers.substr(0, start).find(kitty_agrees) != std::string_view::npos) return Graphics::kitty;
        return names_sixel(answers.substr(from, end - from)) ? Graphics::sixel : Graphics::half_blocks;
    }
}

Graphics ask_for_graphics(int descriptor, std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    if (!is_ours(descriptor)) return Graphics::half_blocks;
    const RawInput raw{descriptor};
    if (!raw || ::write(descriptor, questions.data(), questions.size()) != std::ssize(questions)) {
        return Graphics::half_blocks;
    }
    std::string answers;
    while (answers.size() < longest_answers) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd waited{.fd = descriptor, .events = POLLIN, .revents = 0};
        const int ready = left.count() > 0 ? ::poll(&waited, 1, static_cast<int>(left.count())) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) break;
        std::array<char, 256> part{};
        const ssize_t came = ::read(descriptor, part.data(), part.size());
        if (came <= 0) break;
        answers.append(part.data(), static_cast<std::size_t>(came));
        if (const auto told = graphics_told_by(answers)) return *told;
    }
    return Graphics::half_blocks;
}

}  // namespace fivestar::cli
