// SPDX-License-Identifier: Apache-2.0
// Runs a program and captures its output.
#pragma once

#include <string>

namespace fivestar::test {

struct CommandOutcome {
    int exit_code;       ///< -1 if it did not exit normally
    std::string output;  ///< standard output and error
};

/// Runs `command` with /bin/sh. Throws std::runtime_error if the shell cannot be started.
[[nodiscard]] CommandOutcome run_command(const std::string& command);

}  // namespace fivestar::test
