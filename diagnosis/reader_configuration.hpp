// What pcscd is told of readers that it cannot find by itself: reader.conf(5) and the option that says where it is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::diagnosis {

/// The paths of the serial ports among the DEVICENAMEs of a file of reader.conf, 16 at most, as many as pcscd has
/// readers: what stands after `/dev/null:serial:` (libifd-samv), or a device's path before the first colon.
[[nodiscard]] std::vector<std::string> serial_ports_in(std::string_view configuration);

/// The value of pcscd's option `--config`, `-c`, in a command line (cmdline: arguments that end with zero octets);
/// empty if it has none.
[[nodiscard]] std::string configuration_of(std::string_view command_line);

/// The ports of `serial_ports_in` of a file, or of every file of a directory that pcscd reads: those whose names do not
/// begin with a dot. 256 files at most.
[[nodiscard]] std::vector<std::string> configured_serial_ports(const std::filesystem::path& configuration);

}  // namespace fivestar::diagnosis
