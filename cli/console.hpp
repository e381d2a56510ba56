// SPDX-License-Identifier: Apache-2.0
// Output of the program: results to one descriptor, messages to the other. Unbuffered, so that no copy of a record
// remains in a buffer of the C library.
#pragma once

#include <cstddef>
#include <string_view>

namespace fivestar::cli {

/// True if TERM names no terminal, or one that knows no control sequences.
[[nodiscard]] bool is_dumb_terminal();

class Console {
  public:
    /// Owns neither descriptor.
    Console(int results, int messages) : results_{results}, messages_{messages} {}

    /// Writes results. False from the first failure on.
    bool print(std::string_view text);
    /// Writes a message with the program's name before it and a line feed after it.
    void complain(std::string_view text) const;

    /// The columns of the terminal that shows messages; 0 if there is none.
    [[nodiscard]] std::size_t message_columns() const;
    /// The columns of the terminal that shows results; 0 if there is none.
    [[nodiscard]] std::size_t result_columns() const;
    /// True if results may be coloured: they go to a terminal that is not dumb, and NO_COLOR is not set
    /// (https://no-color.org).
    [[nodiscard]] bool shows_colour() const;
    /// Replaces the terminal's last line; an empty text clears it.
    void show_line(std::string_view text) const;

    /// Shows a state that may last: on the terminal's last line, or as a line of its own where there is no terminal.
    void announce(std::string_view text) const;

    [[nodiscard]] bool is_broken() const { return is_broken_; }
    [[nodiscard]] int messages() const { return messages_; }
    [[nodiscard]] int results() const { return results_; }

  private:
    int results_;
    int messages_;
    bool is_broken_ = false;
};

}  // namespace fivestar::cli
