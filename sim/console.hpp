// What the commands of fivestar-sim share: exit codes, complaints, signals and the lines of standard input.
#pragma once

#include "sim/descriptor.hpp"

#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include <fmt/core.h>

namespace fivestar::sim {

inline constexpr int done = 0;
inline constexpr int problem = 3;
inline constexpr int usage_error = 64;

/// What a line of commands asks for next.
enum class Next : bool { go_on, quit };

/// Says it on standard error; gives the exit code back.
template <class... Arguments>
int complain(int exit_code, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::print(stderr, "fivestar-sim: {}\n", fmt::format(format, std::forward<Arguments>(arguments)...));
    return exit_code;
}

/// SIGTERM and SIGINT as a descriptor, blocked for this and later threads.
[[nodiscard]] Descriptor termination_signals();

/// Signals and lines are heard from now on.
void say_ready();

/// Lines of standard input, as they come.
class LineReader {
  public:
    /// False at the end of the input.
    bool read();
    std::optional<std::string> next();

  private:
    std::string text_;
};

}  // namespace fivestar::sim
