// SPDX-License-Identifier: Apache-2.0
// The daemon's log: lines for an operator, on standard error or for the journal, which also takes fields to search by.
// Arguments are names, codes and numbers; `Zeroized` buffers and records have no formatter, so a line with one does not
// compile.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace fivestar::daemon {

enum class LogLevel : std::uint8_t { info, warning, error };

/// One field of a journal entry (systemd.journal-fields(7)).
struct LogField {
    std::string_view name;  ///< a literal: `FIVESTAR_READER`
    std::string_view value;
};

/// Where a line goes. One implementation writes to a descriptor, tests collect.
class Log {
  public:
    Log() = default;
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    virtual ~Log() = default;

    template <class... Arguments>
    void info(fmt::format_string<const Arguments&...> format, const Arguments&... arguments) {
        write(LogLevel::info, fmt::format(format, arguments...), {});
    }
    template <class... Arguments>
    void warning(fmt::format_string<const Arguments&...> format, const Arguments&... arguments) {
        write(LogLevel::warning, fmt::format(format, arguments...), {});
    }
    template <class... Arguments>
    void error(fmt::format_string<const Arguments&...> format, const Arguments&... arguments) {
        write(LogLevel::error, fmt::format(format, arguments...), {});
    }
    /// A line that says all there is to say, and the same once more as fields, for the journal alone.
    void record(std::string_view line, std::span<const LogField> fields) { write(LogLevel::info, line, fields); }

    /// How many lines could not be written, ever.
    [[nodiscard]] virtual std::uint64_t lost() const { return 0; }

  private:
    virtual void write(LogLevel level, std::string_view line, std::span<const LogField> fields) = 0;
};

/// Standard error, with a time stamp; or the journal, if it reads our standard error (JOURNAL_STREAM, systemd.exec(5))
/// and `journal` is there to take fields, too. If it is not, lines have the `<n>` priority prefix of sd-daemon(3)
/// instead of the time stamp. Callable from any thread; only standard error is ever waited for.
[[nodiscard]] std::unique_ptr<Log> make_standard_error_log(
    const std::filesystem::path& journal = "/run/systemd/journal/socket");

/// Appends `text` with `?` in place of control characters. Names come from readers and files: none of them may begin a
/// line of its own or speak to a terminal.
void append_one_line(std::string& to, std::string_view text);

}  // namespace fivestar::daemon
