// SPDX-License-Identifier: Apache-2.0
// The daemon's log: lines for an operator, on standard error or in the journal. Entries of the journal also have fields
// to search by. Arguments are names, codes and numbers; `Zeroized` buffers and records have no formatter, so a line
// with one does not compile.
#pragma once

#include "crypto/base/utf8.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace fivestar::daemon {

/// The values are priorities of syslog(3).
enum class LogLevel : std::uint8_t { error = 3, warning = 4, info = 6 };

/// One field of a journal entry (systemd.journal-fields(7)).
struct LogField {
    std::string_view name;  ///< a literal: `FIVESTAR_READER`
    std::string_view value;
};

/// Receives the lines. Tests collect them.
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
    /// Logs a complete line. `fields` repeat its facts for the journal; standard error does not show them.
    void record(std::string_view line, std::span<const LogField> fields) { write(LogLevel::info, line, fields); }

    /// Returns the number of lines that could not be written since the start.
    [[nodiscard]] virtual std::uint64_t lost() const { return 0; }

  private:
    virtual void write(LogLevel level, std::string_view line, std::span<const LogField> fields) = 0;
};

/// Returns a log to the journal if the journal reads our standard error (JOURNAL_STREAM, systemd.exec(5)) and listens
/// at `journal`, else a log to standard error. Lines on standard error begin with a time stamp, or, if the journal
/// reads them, with the `<n>` priority prefix of sd-daemon(3). Any thread; only standard error is ever waited for.
[[nodiscard]] std::unique_ptr<Log> make_standard_error_log(
    const std::filesystem::path& journal = "/run/systemd/journal/socket");

/// Appends `text` with `?` in place of control characters. Names come from readers and files: they must not begin a new
/// line or control a terminal.
void append_one_line(PersonalText& to, std::string_view text);

}  // namespace fivestar::daemon
