// SPDX-License-Identifier: Apache-2.0
// Asks on a terminal for lines that must not be seen. Instead of the characters it shows how many there are, and at
// once what is wrong with them.
#pragma once

#include "cli/interruption.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <csignal>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <termios.h>

namespace fivestar::cli {

class SilentPrompt {
  public:
    /// Says what is wrong with a line, without quoting it; empty: nothing. `is_finished`: Enter was pressed.
    using Remark = std::function<std::string(std::string_view typed, bool is_finished)>;

    /// Takes the terminal over until destruction: no echo, and each character at once. Ctrl-Z is blocked meanwhile, so
    /// that no shell gets a terminal without echo. Owns neither descriptor.
    SilentPrompt(int terminal, int messages, const Interruption& interruption);
    SilentPrompt(const SilentPrompt&) = delete;
    SilentPrompt& operator=(const SilentPrompt&) = delete;
    ~SilentPrompt();

    /// Asks for one line of at most `most` characters. Backspace and Ctrl-U correct it. Enter with a remark shows the
    /// remark; Enter again, without a correction, keeps the line. `cancelled` by a signal, `io_failure`.
    [[nodiscard]] Result<SecretText> line(std::string_view question, std::size_t most, const Remark& remark);

  private:
    class Line;

    int terminal_;
    int messages_;
    const Interruption& interruption_;
    bool is_silent_ = false;
    termios before_{};
    sigset_t signals_before_{};
};

}  // namespace fivestar::cli
