// SPDX-License-Identifier: Apache-2.0
#include "cli/key_input.hpp"

#include "identity/mrz/mrz_information.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <poll.h>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace fivestar::cli {
namespace {

constexpr std::size_t td1_line_length = 30;

void write_to(int descriptor, std::string_view text) {
    [[maybe_unused]] const ssize_t written = ::write(descriptor, text.data(), text.size());
}

/// Reads the next octet; false at the end of the input.
Result<bool> read_octet(int input, const Interruption& interruption, char& octet) {
    std::array<pollfd, 2> waited{{{.fd = interruption.descriptor(), .events = POLLIN, .revents = 0},
                                  {.fd = input, .events = POLLIN, .revents = 0}}};
    while (true) {
        if (::poll(waited.data(), waited.size(), -1) < 0) {
            if (errno == EINTR) continue;
            return fail(ErrorCode::io_failure);
        }
        if (waited[0].revents != 0) return fail(ErrorCode::cancelled);
        const ssize_t came = ::read(input, &octet, 1);
        if (came >= 0) return came == 1;
        if (errno != EINTR && errno != EAGAIN) return fail(ErrorCode::io_failure);
    }
}

}  // namespace

/// Switches echo off for its lifetime. Ctrl-Z is blocked meanwhile, so that no shell gets a terminal without echo.
class KeyInput::WithoutEcho {
  public:
    explicit WithoutEcho(int terminal) : terminal_{terminal} {
        sigset_t stop;
        ::sigemptyset(&stop);
        ::sigaddset(&stop, SIGTSTP);
        ::pthread_sigmask(SIG_BLOCK, &stop, &signals_before_);
        is_changed_ = ::tcgetattr(terminal_, &before_) == 0;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
        if (is_changed_) is_changed_ = ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
    }
    WithoutEcho(const WithoutEcho&) = delete;
    WithoutEcho& operator=(const WithoutEcho&) = delete;
    ~WithoutEcho() {
        if (is_changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
        ::pthread_sigmask(SIG_SETMASK, &signals_before_, nullptr);
    }
    [[nodiscard]] bool succeeded() const { return is_changed_; }

  private:
    int terminal_;
    bool is_changed_ = false;
    termios before_{};
    sigset_t signals_before_{};
};

KeyInput::KeyInput(int input, int prompt, const Interruption& interruption)
    : input_{input}, prompt_{prompt}, interruption_{interruption} {}

Result<SecretText> KeyInput::line(std::string_view question, Echo echo) {
    const bool is_terminal = ::isatty(input_) == 1;
    std::optional<WithoutEcho> without_echo;
    if (is_terminal && echo == Echo::off) {
        without_echo.emplace(input_);
        if (!without_echo->succeeded()) return fail(ErrorCode::io_failure);
    }
    if (is_terminal) write_to(prompt_, question);
    auto line = read(true, max_key_line_octets);
    if (without_echo) write_to(prompt_, "\n");
    return line;
}

Result<SecretText> KeyInput::value(std::string_view question, Echo echo) {
    auto value = line(question, echo);
    if (value && value->empty()) return fail(ErrorCode::malformed);
    return value;
}

Result<SecretText> KeyInput::everything() {
    return read(false, max_input_octets);
}

Result<SecretText> KeyInput::read(bool one_line, std::size_t most) {
    SecretText text;
    text.reserve(max_key_line_octets);
    char octet = 0;
    Result<bool> more = true;
    while ((more = read_octet(input_, interruption_, octet)) && *more && !(one_line && octet == '\n')) {
        if (text.size() == most) return fail(ErrorCode::limit_exceeded);
        if (!one_line || octet != '\r') text.push_back(octet);
    }
    zeroize(&octet, sizeof octet);
    if (!more) return std::unexpected{more.error()};
    return text;
}

Result<SecretText> KeyInput::machine_readable_zone() {
    SecretText zone;
    std::size_t expected = max_mrz_lines;
    for (std::size_t number = 1; number <= expected; ++number) {
        auto next = line("Machine-readable zone, line " + std::to_string(number) + " (not shown): ", Echo::off);
        if (!next) return next;
        if (next->empty()) break;
        if (number == 1 && next->size() != td1_line_length) expected = 2;
        if (!zone.empty()) zone.push_back('\n');
        zone.append(next->view());
        if (identity::mrz_information(zone.view())) break;
    }
    if (zone.empty()) return fail(ErrorCode::malformed);
    return zone;
}

}  // namespace fivestar::cli
