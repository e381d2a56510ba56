// SPDX-License-Identifier: Apache-2.0
// Problems of a machine that any of its processes can see, with or without a daemon.
#pragma once

#include "diagnosis/finding.hpp"

#include <filesystem>
#include <sys/types.h>
#include <vector>

namespace fivestar::diagnosis {

/// Paths to examine; tests use their own.
struct Machine {
    std::filesystem::path proc = "/proc";
    std::filesystem::path sys = "/sys";
    std::filesystem::path dev = "/dev";
    std::filesystem::path reader_configuration = "/etc/reader.conf.d";
    std::filesystem::path scan_configuration = "/etc/fivestard/scan.toml";
    std::filesystem::path pcscd_socket = "/run/pcscd/pcscd.comm";
    std::filesystem::path root = "/";  ///< of browsers, the host of web pages and their configuration
    uid_t policy_owner = 0;
};

/// True if pcscd's process is visible. False if it does not run, or if processes are hidden (ProtectProc, hidepid).
[[nodiscard]] bool pcscd_is_seen(const Machine& machine);

/// Finds `pcscd_open` and, if pcscd's process is visible, `pcscd_logs_exchanges`.
[[nodiscard]] std::vector<Finding> examine_pcscd(const Machine& machine);

/// Finds `private_users` for the calling process.
[[nodiscard]] std::vector<Finding> examine_user_namespace(const Machine& machine);

/// Finds `processes_hidden` for the mount namespace of the calling process. A service with ProtectProc has a /proc of
/// its own, which differs from polkit's.
[[nodiscard]] std::vector<Finding> examine_process_visibility(const Machine& machine);

/// Finds `reader_not_permitted`: USB devices of the smart card class whose owner and mode exclude pcscd's user. Needs
/// pcscd's process to be visible.
[[nodiscard]] std::vector<Finding> examine_usb_readers(const Machine& machine);

/// Examines the serial ports of pcscd's configuration, which its command line can name. Finds `serial_port_missing`;
/// `serial_port_refused`, if pcscd's process is visible; `serial_port_held`, if other processes' open files are
/// visible.
[[nodiscard]] std::vector<Finding> examine_serial_readers(const Machine& machine);

/// True if the machine has a configuration of scanners.
[[nodiscard]] bool has_scanners(const Machine& machine);

/// Examines the scanners of fivestar-scan. Finds `scanner_configuration`, `scanner_missing`; `scanner_refused`, if a
/// process of fivestar-scan is visible; `scanner_held` on serial lines, if other processes' open files are visible.
[[nodiscard]] std::vector<Finding> examine_scanners(const Machine& machine);

/// Examines what web pages need, if an administrator has a policy for them. Finds `browser_policy`,
/// `browser_host_missing`, `browser_host_group`, `browser_manifest_missing`, `browser_extension_missing`,
/// `browser_confined`; `browser_not_granted`, if the daemon's configuration can be read; `localhost_unused`, if the
/// process of fivestar-localhost is visible.
[[nodiscard]] std::vector<Finding> examine_browsers(const Machine& machine);

/// Finds `pcscd_not_running` if no process listens at pcscd's socket. A listening service manager counts, because it
/// starts pcscd.
[[nodiscard]] std::vector<Finding> examine_pcscd_socket(const Machine& machine);

}  // namespace fivestar::diagnosis
