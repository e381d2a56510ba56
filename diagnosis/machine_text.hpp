// What the kernel's texts under /proc say (proc(5), user_namespaces(7)). Whatever does not look like one says nothing.
#pragma once

#include <string_view>

namespace fivestar::diagnosis {

/// Whether a uid_map leaves out an id below 65534, the overflow id.
[[nodiscard]] bool leaves_out_users(std::string_view uid_map);

/// Whether the options of a mountinfo's last mount on /proc hide other users' processes: `hidepid` that is not 0 or
/// `off`.
[[nodiscard]] bool hides_processes(std::string_view mount_info);

/// Whether a command line (cmdline: arguments that end with zero octets) of pcscd(8) asks for a log of what is
/// exchanged with cards, or for debugging.
[[nodiscard]] bool logs_exchanges(std::string_view command_line);

}  // namespace fivestar::diagnosis
