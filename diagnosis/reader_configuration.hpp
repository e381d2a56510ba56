// SPDX-License-Identifier: Apache-2.0
// Readers that pcscd cannot detect: reader.conf(5) and the option that names its path.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::diagnosis {

/// The serial ports in the DEVICENAMEs of a reader.conf file, at most 16 like pcscd's readers: the path after
/// `/dev/null:serial:` (libifd-samv), or a device path before the first colon.
[[nodiscard]] std::vector<std::string> serial_ports_in(std::string_view configuration);

/// The value of pcscd's option `--config`, `-c`, in a command line (cmdline: arguments with terminating zero octets);
/// empty if absent.
[[nodiscard]] std::string configuration_of(std::string_view command_line);

/// The ports of `serial_ports_in` of a file, or of the files of a directory that pcscd reads: those whose names do not
/// start with a dot. At most 256 files.
[[nodiscard]] std::vector<std::string> configured_serial_ports(const std::filesystem::path& configuration);

}  // namespace fivestar::diagnosis
