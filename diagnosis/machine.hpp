// What of a machine's troubles anybody on it can see, with or without a daemon.
#pragma once

#include "diagnosis/finding.hpp"

#include <filesystem>
#include <vector>

namespace fivestar::diagnosis {

/// Where to look; tests put their own.
struct Machine {
    std::filesystem::path proc = "/proc";
    std::filesystem::path sys = "/sys";
    std::filesystem::path dev = "/dev";
    std::filesystem::path reader_configuration = "/etc/reader.conf.d";
    std::filesystem::path pcscd_socket = "/run/pcscd/pcscd.comm";
};

/// Whether pcscd's process can be seen: not where it does not run, nor where processes are hidden (ProtectProc,
/// hidepid).
[[nodiscard]] bool pcscd_is_seen(const Machine& machine);

/// `pcscd_open`, and, where pcscd's process can be seen, `pcscd_logs_exchanges`.
[[nodiscard]] std::vector<Finding> examine_pcscd(const Machine& machine);

/// `private_users`: of the process that asks.
[[nodiscard]] std::vector<Finding> examine_user_namespace(const Machine& machine);

/// `processes_hidden`: of the mount namespace of the process that asks. A service with ProtectProc has a /proc of its
/// own, which says nothing about polkit's.
[[nodiscard]] std::vector<Finding> examine_process_visibility(const Machine& machine);

/// `reader_not_permitted`: USB devices of the smart card class that owner and mode keep from the user that pcscd runs
/// as, where its process can be seen.
[[nodiscard]] std::vector<Finding> examine_usb_readers(const Machine& machine);

/// Of the serial ports that pcscd is told of, in its own configuration where its command line can be seen:
/// `serial_port_missing`; `serial_port_refused`, where its process can be seen; `serial_port_held`, where the open
/// files of other programs can.
[[nodiscard]] std::vector<Finding> examine_serial_readers(const Machine& machine);

/// `pcscd_not_running` if nobody listens at its socket; a service manager that listens counts as pcscd, and starts it.
[[nodiscard]] std::vector<Finding> examine_pcscd_socket(const Machine& machine);

}  // namespace fivestar::diagnosis
