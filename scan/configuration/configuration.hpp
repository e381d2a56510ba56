// SPDX-License-Identifier: Apache-2.0
// The configuration of fivestar-scan, /etc/fivestard/scan.toml: which scanners there are.
#pragma once

#include "configuration/configuration_error.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::scan {

using configuration::ConfigurationError;

/// The rules that divide the octets of a scanner into scans.
struct Framing {
    bool marks = true;                       ///< STX to ETX and FS to GS enclose a scan
    std::chrono::milliseconds silence{300};  ///< ends a scan without marks
    std::string prefix = {};                 ///< the scanner's own text before each scan, removed
    std::string suffix = {};                 ///< and after it
};

/// A swipe reader or scanner on a serial line.
struct SerialSettings {
    enum class Format : std::uint8_t { eight_none, seven_even, seven_odd, eight_even, eight_odd };

    unsigned baud = 9600;
    Format format = Format::eight_none;     ///< always one stop bit
    std::vector<std::string> start = {};    ///< commands that are sent when the line is opened
    std::string trigger = {};               ///< a command that is sent after `start` and after each scan
    std::chrono::seconds trigger_every{0};  ///< and when nothing has been scanned for so long; 0: never
};

/// A scanner that plays a keyboard. Names of the X keyboard extension, as in localectl(1).
struct KeyboardSettings {
    std::string layout = "us";
    std::string variant = {};
};

struct ScannerSettings {
    enum class Kind : std::uint8_t { serial, keyboard };

    std::string name = {};
    std::filesystem::path device = {};
    Kind kind = Kind::serial;
    std::string reader = {};  ///< id of the reader whose next card the key is for; empty: the only reader
    Framing framing = {};
    SerialSettings serial = {};
    KeyboardSettings keyboard = {};
};

struct Configuration {
    std::filesystem::path socket = "/run/fivestard/fivestard.sock";
    std::vector<ScannerSettings> scanners = {};
};

inline constexpr const char* default_configuration_file = "/etc/fivestard/scan.toml";

[[nodiscard]] std::expected<Configuration, ConfigurationError> parse_configuration(std::string_view text,
                                                                                   std::string_view file);

/// Reads a file and those of the directory of the same name with `.d`. The default file may be missing.
[[nodiscard]] std::expected<Configuration, ConfigurationError> load_configuration(const std::filesystem::path& file);

/// True if there is any such file, or if that cannot be seen.
[[nodiscard]] bool is_configured(const std::filesystem::path& file);

}  // namespace fivestar::scan
