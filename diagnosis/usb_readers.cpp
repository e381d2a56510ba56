// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/machine.hpp"
#include "diagnosis/process.hpp"
#include "diagnosis/process_rights.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string>

namespace fivestar::diagnosis {
namespace {

constexpr std::string_view smart_card_class = "0b\n";  // USB class code 0B, as sysfs writes it
constexpr std::size_t most_interfaces = 4096;

std::optional<unsigned> number_in(const std::filesystem::path& path) {
    const std::string text = text_of(path);
    unsigned value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) return std::nullopt;
    return value;
}

/// The device node of a device in sysfs.
std::optional<std::filesystem::path> node_of(const Machine& machine, const std::filesystem::path& device) {
    const auto bus = number_in(device / "busnum");
    const auto number = number_in(device / "devnum");
    if (!bus || !number) return std::nullopt;
    std::array<char, 32> name{};
    (void)std::snprintf(name.data(), name.size(), "%03u/%03u", *bus, *number);
    return machine.dev / "bus" / "usb" / name.data();
}

}  // namespace

std::vector<Finding> examine_usb_readers(const Machine& machine) {
    const auto pcscd = processes_named("pcscd", machine.proc);
    if (pcscd.empty()) return {};
    const auto rights = ProcessRights::parse(text_of(machine.proc / pcscd.front() / "status"));
    std::vector<Finding> findings;
    const std::filesystem::path devices = machine.sys / "bus" / "usb" / "devices";
    for (const auto& entry : entries_of(devices, most_interfaces)) {
        const std::string name = entry.filename().string();  // `1-2:1.0`: an interface of device 1-2
        const std::size_t colon = name.find(':');
        if (colon == std::string::npos || text_of(entry / "bInterfaceClass") != smart_card_class) continue;
        const auto node = node_of(machine, devices / name.substr(0, colon));
        if (node && is_refused(*node, rights)) findings.push_back({Cause::reader_not_permitted, node->string()});
    }
    return findings;
}

}  // namespace fivestar::diagnosis
