// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/machine.hpp"

#include "diagnosis/machine_text.hpp"
#include "diagnosis/process.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace fivestar::diagnosis {

bool pcscd_is_seen(const Machine& machine) {
    return !processes_named("pcscd", machine.proc).empty();
}

std::vector<Finding> examine_pcscd(const Machine& machine) {
    std::vector<Finding> findings;
    struct stat status{};
    if (::stat(machine.pcscd_socket.c_str(), &status) == 0 && (status.st_mode & S_IWOTH) != 0) {
        findings.push_back({Cause::pcscd_open, machine.pcscd_socket.string()});
    }
    for (const std::string& process : processes_named("pcscd", machine.proc)) {
        if (logs_exchanges(text_of(machine.proc / process / "cmdline"))) {
            findings.push_back({Cause::pcscd_logs_exchanges, "pid " + process});
        }
    }
    return findings;
}

std::vector<Finding> examine_user_namespace(const Machine& machine) {
    if (!leaves_out_users(text_of(machine.proc / "self" / "uid_map"))) return {};
    return {{Cause::private_users}};
}

std::vector<Finding> examine_process_visibility(const Machine& machine) {
    if (!hides_processes(text_of(machine.proc / "self" / "mountinfo"))) return {};
    return {{Cause::processes_hidden}};
}

std::vector<Finding> examine_pcscd_socket(const Machine& machine) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = machine.pcscd_socket.string();
    if (path.size() >= sizeof address.sun_path) return {};
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (connection < 0) return {};
    const bool failed = ::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
    const int cause = failed ? errno : 0;
    ::close(connection);
    if (cause == ENOENT || cause == ECONNREFUSED) return {{Cause::pcscd_not_running, path}};
    return {};
}

}  // namespace fivestar::diagnosis
