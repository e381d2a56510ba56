// SPDX-License-Identifier: Apache-2.0
// fivestarctl as a user starts it: with pipes, or on a terminal.
#pragma once

#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace fivestar::test {

struct ProgramResult {
    int exit_code = -1;  ///< or 128 and the signal that ended it
    std::string output;
    std::string errors;
};

/// Runs fivestarctl to its end with `input` as its standard input.
ProgramResult run_fivestarctl(const std::vector<std::string>& arguments, std::string_view input = {});

/// fivestarctl on a terminal of 80 columns, which is all three of its streams.
class TerminalProgram {
  public:
    explicit TerminalProgram(const std::vector<std::string>& arguments);
    TerminalProgram(const TerminalProgram&) = delete;
    TerminalProgram& operator=(const TerminalProgram&) = delete;
    ~TerminalProgram();

    /// The terminal's text, once it contains `text` or ten seconds have passed.
    const std::string& wait_for(std::string_view text);
    void type(std::string_view text) const;
    [[nodiscard]] bool echoes() const;
    void send_signal(int signal) const;
    /// Waits for the end, ten seconds at most.
    ProgramResult finish();

  private:
    bool read_more(int milliseconds);

    int terminal_ = -1;
    int side_of_program_ = -1;  ///< kept open, so that the settings can be seen when the program has ended
    pid_t process_ = -1;
    std::string shown_;
};

}  // namespace fivestar::test
