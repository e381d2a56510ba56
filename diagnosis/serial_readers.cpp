// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/machine.hpp"
#include "diagnosis/process.hpp"
#include "diagnosis/process_rights.hpp"
#include "diagnosis/reader_configuration.hpp"

#include <algorithm>
#include <cerrno>
#include <string>
#include <sys/stat.h>
#include <system_error>

namespace fivestar::diagnosis {
namespace {

constexpr std::size_t most_descriptors = 4096;  // for each process

bool is_missing(const std::string& port) {
    struct stat status{};
    return ::stat(port.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

bool has_open(const std::filesystem::path& process, const std::filesystem::path& file) {
    return std::ranges::any_of(entries_of(process / "fd", most_descriptors), [&file](const auto& descriptor) {
        std::error_code unreadable;
        return std::filesystem::read_symlink(descriptor, unreadable) == file;
    });
}

/// `ModemManager (pid 12)`: the first visible process besides pcscd that has the port open; empty if there is none.
std::string holder_of(const std::string& port, const std::vector<std::string>& pcscd,
                      const std::filesystem::path& proc) {
    std::error_code error;
    const auto file = std::filesystem::canonical(port, error);
    if (error) return {};
    for (const std::string& process : processes(proc)) {
        if (std::ranges::find(pcscd, process) != pcscd.end() || !has_open(proc / process, file)) continue;
        std::string name = text_of(proc / process / "comm");
        std::erase(name, '\n');
        return name.append(" (pid ").append(process).append(")");
    }
    return {};
}

}  // namespace

std::vector<Finding> examine_serial_readers(const Machine& machine) {
    const auto pcscd = processes_named("pcscd", machine.proc);
    std::filesystem::path configuration = machine.reader_configuration;
    ProcessRights rights;
    if (!pcscd.empty()) {
        const std::string own = configuration_of(text_of(machine.proc / pcscd.front() / "cmdline"));
        if (!own.empty()) configuration = own;
        rights = ProcessRights::parse(text_of(machine.proc / pcscd.front() / "status"));
    }
    std::vector<Finding> findings;
    for (const std::string& port : configured_serial_ports(configuration)) {
        if (is_missing(port)) {
            findings.push_back({Cause::serial_port_missing, port});
        } else if (is_refused(port, rights)) {
            findings.push_back({Cause::serial_port_refused, port});
        } else if (const std::string holder = holder_of(port, pcscd, machine.proc); !holder.empty()) {
            findings.push_back({Cause::serial_port_held, std::string{port}.append(": ").append(holder)});
        }
    }
    return findings;
}

}  // namespace fivestar::diagnosis
