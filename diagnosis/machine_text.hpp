// SPDX-License-Identifier: Apache-2.0
// Parsers for texts in /proc (proc(5), user_namespaces(7)). Malformed text yields false.
#pragma once

#include <string_view>

namespace fivestar::diagnosis {

/// Removes and returns the part of `text` before the separator, and removes the separator.
std::string_view take(std::string_view& text, char separator);

/// True if a uid_map omits an id below 65534, the overflow id.
[[nodiscard]] bool leaves_out_users(std::string_view uid_map);

/// True if the last mount on /proc in a mountinfo hides other users' processes: `hidepid` other than 0 or `off`.
[[nodiscard]] bool hides_processes(std::string_view mount_info);

/// True if pcscd's command line (cmdline: arguments with terminating zero octets) enables logging of APDUs or
/// debugging.
[[nodiscard]] bool logs_exchanges(std::string_view command_line);

}  // namespace fivestar::diagnosis
