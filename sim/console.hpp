// SPDX-License-Identifier: Apache-2.0
// Shared by the commands of fivestar-sim: exit codes, error messages, signals and lines of standard input.
#pragma once

#include "crypto/base/descriptor.hpp"
#include "crypto/base/error.hpp"

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

namespace fivestar::sim {

inline constexpr int done = 0;
inline constexpr int problem = 3;
inline constexpr int usage_error = 64;

/// Result of a command line: continue or quit.
enum class Next : bool { go_on, quit };

/// `complain(exit_code, ...)` writes a message to standard error and returns `exit_code`.
template <class... Arguments>
int complain(int exit_code, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::print(stderr, "fivestar-sim: {}\n", fmt::format(format, std::forward<Arguments>(arguments)...));
    return exit_code;
}

/// `cannot_load(...)` says why a persona cannot be loaded, and which one was probably meant.
int cannot_load(std::string_view persona, const std::filesystem::path& data, const Error& error);

/// `termination_signals()` blocks SIGTERM and SIGINT for this thread and later ones and returns a signalfd for them.
[[nodiscard]] Descriptor termination_signals();

/// `say_ready()` prints `ready`: signals and lines take effect from now on.
void say_ready();

/// Reads standard input line by line.
class LineReader {
  public:
    /// `read()` reads available octets; false at the end of the input.
    bool read();
    std::optional<std::string> next();

  private:
    std::string text_;
};

}  // namespace fivestar::sim
