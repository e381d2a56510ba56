// The daemon's log: lines for an operator, on standard error or for the journal. Arguments are names, codes and
// numbers; `Cleansed` buffers and records have no formatter, so a line with one does not compile.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include <fmt/format.h>

namespace fivestar::daemon {

enum class LogLevel : std::uint8_t { info, warning, error };

/// Where a line goes. One implementation writes to a descriptor, tests collect.
class Log {
  public:
    Log() = default;
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    virtual ~Log() = default;

    template <class... Arguments>
    void info(fmt::format_string<const Arguments&...> format, const Arguments&... arguments) {
        write(LogLevel::info, fmt::format(format, arguments...));
    }
    template <class... Arguments>
    void warning(fmt::format_string<const Arguments&...> format, const Arguments&... arguments) {
        write(LogLevel::warning, fmt::format(format, arguments...));
    }
    template <class... Arguments>
    void error(fmt::format_string<const Arguments&...> format, const Arguments&... arguments) {
        write(LogLevel::error, fmt::format(format, arguments...));
    }

  private:
    virtual void write(LogLevel level, std::string_view line) = 0;
};

/// Standard error: with a time stamp, or, if the journal reads it (JOURNAL_STREAM, systemd.exec(5)), with the `<n>`
/// priority prefix of sd-daemon(3) instead. Callable from any thread.
[[nodiscard]] std::unique_ptr<Log> make_standard_error_log();

}  // namespace fivestar::daemon
