// SPDX-License-Identifier: Apache-2.0
#include "cli/silent_prompt.hpp"

#include "cli/input_octet.hpp"

#include <cstdint>
#include <unistd.h>

namespace fivestar::cli {
namespace {

constexpr char end_of_input = '\x04';  // Ctrl-D
constexpr char erase_line = '\x15';    // Ctrl-U
constexpr char escape = '\x1B';
constexpr char bell = '\x07';

bool erases_character(char octet) {
    return octet == '\x7F' || octet == '\b';
}

}  // namespace

/// A line while it is typed, and what is shown of it.
class SilentPrompt::Line {
  public:
    Line(int messages, std::string_view question, std::size_t most, const Remark& remark)
        : messages_(messages), question_(question), most_(most), remark_(remark) {
        text_.reserve(most);
        show({});
    }

    /// True at the end of the line.
    bool take(char octet) {
        if (is_in_escape(octet)) return false;
        if (octet == '\n' || octet == '\r' || octet == end_of_input) return finish(octet);
        is_confirmed_ = false;
        if (erases_character(octet)) {
            if (!text_.empty()) text_.resize(text_.size() - 1);
        } else if (octet == erase_line) {
            text_.clear();
        } else if (octet < ' ' || text_.size() == most_) {
            show_text(std::string_view{&bell, 1});
            return false;
        } else {
            text_.push_back(octet);
        }
        show(remark_(text_.view(), false));
        return false;
    }

    [[nodiscard]] SecretText take_text() {
        show_text("\n");
        return std::move(text_);
    }

  private:
    bool finish(char octet) {
        // A terminal without characters and Ctrl-D: the person wants to end.
        if (octet == end_of_input && text_.empty()) return true;
        const std::string remark = text_.empty() ? std::string{} : remark_(text_.view(), true);
        if (remark.empty() || is_confirmed_) return true;
        is_confirmed_ = true;
        show(remark + "; Enter keeps it");
        show_text(std::string_view{&bell, 1});
        return false;
    }

    /// True for the octets of an escape sequence (ECMA-48), such as those of arrow keys.
    bool is_in_escape(char octet) {
        switch (escape_state_) {
            case Escape::none:
                if (octet == escape) escape_state_ = Escape::begun;
                return octet == escape;
            case Escape::begun:
                escape_state_ = octet == '[' || octet == 'O' ? Escape::sequence : Escape::none;
                return true;
            case Escape::sequence:
                if (octet >= '@' && octet <= '~') escape_state_ = Escape::none;
                return true;
        }
        return false;
    }

    /// Replaces the line on the terminal by question, count and remark.
    void show(std::string_view remark) {
        std::string line{question_};
        if (!text_.empty()) line.append(std::to_string(text_.size()));
        if (!remark.empty()) line.append("  ").append(remark);
        const std::size_t size = line.size();
        if (size < shown_) line.append(shown_ - size, ' ').append(shown_ - size, '\b');
        shown_ = size;
        show_text("\r" + line);
    }
    void show_text(std::string_view text) const {
        [[maybe_unused]] const ssize_t written = ::write(messages_, text.data(), text.size());
    }

    enum class Escape : std::uint8_t { none, begun, sequence };

    int messages_;
    std::string_view question_;
    std::size_t most_;
    const Remark& remark_;
    SecretText text_ = {};
    std::size_t shown_ = 0;
    bool is_confirmed_ = false;
    Escape escape_state_ = Escape::none;
};

SilentPrompt::SilentPrompt(int terminal, int messages, const Interruption& interruption)
    : terminal_(terminal), messages_(messages), interruption_(interruption) {
    sigset_t stop;
    ::sigemptyset(&stop);
    ::sigaddset(&stop, SIGTSTP);
    ::pthread_sigmask(SIG_BLOCK, &stop, &signals_before_);
    is_silent_ = ::tcgetattr(terminal_, &before_) == 0;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL | ICANON);
    silent.c_cc[VMIN] = 1;
    silent.c_cc[VTIME] = 0;
    if (is_silent_) is_silent_ = ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
}

SilentPrompt::~SilentPrompt() {
    if (is_silent_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    ::pthread_sigmask(SIG_SETMASK, &signals_before_, nullptr);
}

Result<SecretText> SilentPrompt::line(std::string_view question, std::size_t most, const Remark& remark) {
    if (!is_silent_) return fail(ErrorCode::io_failure);
    Line line{messages_, question, most, remark};
    char octet = 0;
    Result<bool> more = true;
    while ((more = read_octet(terminal_, interruption_, octet)) && *more && !line.take(octet)) {
    }
    zeroize(&octet, sizeof octet);
    SecretText text = line.take_text();
    if (!more) return std::unexpected{more.error()};
    return text;
}

}  // namespace fivestar::cli
