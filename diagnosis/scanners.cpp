// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/machine.hpp"
#include "diagnosis/process.hpp"
#include "diagnosis/process_rights.hpp"
#include "scan/configuration/configuration.hpp"

#include <optional>
#include <string>

namespace fivestar::diagnosis {
namespace {

constexpr std::string_view program = "fivestar-scan";

std::optional<Cause> cause_of(const scan::ScannerSettings& scanner, const ProcessRights& rights) {
    if (is_missing(scanner.device)) return Cause::scanner_missing;
    if (is_refused(scanner.device, rights)) return Cause::scanner_refused;
    return std::nullopt;
}

}  // namespace

bool has_scanners(const Machine& machine) {
    return scan::is_configured(machine.scan_configuration);
}

std::vector<Finding> examine_scanners(const Machine& machine) {
    if (!has_scanners(machine)) return {};
    const auto configuration = scan::load_configuration(machine.scan_configuration);
    if (!configuration) return {{Cause::scanner_configuration, configuration.error().to_string()}};
    const auto running = processes_named(program, machine.proc);
    ProcessRights rights;
    if (!running.empty()) rights = ProcessRights::parse(text_of(machine.proc / running.front() / "status"));
    std::vector<Finding> findings;
    for (const scan::ScannerSettings& scanner : configuration->scanners) {
        const std::string& device = scanner.device.native();
        if (const auto cause = cause_of(scanner, rights)) {
            findings.push_back({*cause, device});
        } else if (scanner.kind == scan::ScannerSettings::Kind::serial) {  // other programs may look at a keyboard
            const std::string holder = holder_of(scanner.device, running, machine.proc);
            if (!holder.empty())
                findings.push_back({Cause::scanner_held, std::string{device}.append(": ").append(holder)});
        }
    }
    return findings;
}

}  // namespace fivestar::diagnosis
