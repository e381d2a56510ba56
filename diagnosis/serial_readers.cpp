// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/machine.hpp"
#include "diagnosis/process.hpp"
#include "diagnosis/process_rights.hpp"
#include "diagnosis/reader_configuration.hpp"

#include <string>

namespace fivestar::diagnosis {

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
