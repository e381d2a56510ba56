// SPDX-License-Identifier: Apache-2.0
#include "scan/udev_rules.hpp"

#include <string_view>

namespace fivestar::scan {
namespace {

constexpr std::string_view heading =
    "# Scanners of /etc/fivestard/scan.toml, written by fivestar-scan --udev-rules. They belong to fivestar-scan:\n"
    "# no session gets them, no window gets their keys, and ModemManager leaves them alone.\n";
constexpr std::string_view devices = "/dev/";

/// Matches the device by its name in /dev, or by a link to it such as serial/by-id/NAME. udev knows * ? [ | and quotes.
std::string match(const std::string& path) {
    std::string pattern;
    for (const char letter : std::string_view{path}.substr(devices.size())) {
        pattern += std::string_view{"*?[]|\"\\"}.contains(letter) ? '?' : letter;
    }
    const bool is_link = pattern.contains('/') && !pattern.starts_with("input/event");
    return is_link ? "SYMLINK==\"" + pattern + '"' : "KERNEL==\"" + pattern.substr(pattern.rfind('/') + 1) + '"';
}

std::string rule(const ScannerSettings& scanner) {
    const bool is_serial = scanner.kind == ScannerSettings::Kind::serial;
    return std::string{"SUBSYSTEM==\""} + (is_serial ? "tty" : "input") + "\", " + match(scanner.device.native()) +
           ", OWNER=\"root\", GROUP=\"fivestar-scan\", MODE=\"0660\", TAG-=\"uaccess\", " +
           (is_serial ? "ENV{ID_MM_DEVICE_IGNORE}=\"1\"" : "ENV{LIBINPUT_IGNORE_DEVICE}=\"1\"") + '\n';
}

}  // namespace

std::string udev_rules(const Configuration& configuration) {
    std::string rules{heading};
    for (const ScannerSettings& scanner : configuration.scanners) {
        if (scanner.device.native().starts_with(devices)) rules += rule(scanner);
    }
    return rules;
}

}  // namespace fivestar::scan
