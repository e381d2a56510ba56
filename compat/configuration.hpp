// SPDX-License-Identifier: Apache-2.0
// The configuration of the library: the socket of the daemon, and which port is which reader.
//
//     socket = "/run/fivestard/fivestard.sock"
//     files = "asked"
//     [ports]
//     1001 = "front-desk"
//     3 = "back-desk"
//
// A subset of TOML: one section, numbers as keys in it, texts without escapes. Without `[ports]`, port 1001 is the
// first reader with a security module that the daemon grants, 1002 the second, and so on to 1016. `files` is "asked" or
// "never": whether the functions whose only sign of a wish for files is a number, CVR_Read_Content and CVR_ReadBaseMsg,
// write them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace fivestar::compat {

/// The ranges of ports that callers use: serial lines, and USB.
inline constexpr int last_serial_port = 64;
inline constexpr int first_usb_port = 1001;
inline constexpr int last_usb_port = 1064;
/// Ports that are known without `[ports]`.
inline constexpr int last_unnamed_port = 1016;

[[nodiscard]] constexpr bool is_serial(int port) {
    return port >= 1 && port <= last_serial_port;
}
[[nodiscard]] constexpr bool is_usb(int port) {
    return port >= first_usb_port && port <= last_usb_port;
}

struct Configuration {
    std::string socket = "/run/fivestard/fivestard.sock";
    bool writes_files = true;
    std::optional<std::map<int, std::string>> readers = {};  ///< ids by port; nothing without `[ports]`

    [[nodiscard]] bool knows(int port) const;
};

/// Nothing if the text is not a valid configuration.
[[nodiscard]] std::optional<Configuration> parse_configuration(std::string_view text);

/// Reads the file named by $FIVESTAR_COMPAT_CONFIG, else /etc/fivestar-compat.toml. The defaults if there is no file;
/// nothing if it cannot be read or is not valid. The variable is ignored in programs with more privileges than their
/// user.
[[nodiscard]] std::optional<Configuration> load_configuration();

}  // namespace fivestar::compat
