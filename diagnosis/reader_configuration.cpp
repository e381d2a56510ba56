// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/reader_configuration.hpp"

#include "diagnosis/machine_text.hpp"
#include "diagnosis/process.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <system_error>

namespace fivestar::diagnosis {
namespace {

constexpr std::size_t most_readers = 16;
constexpr std::size_t most_files = 256;
constexpr std::string_view line_blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(line_blanks), text.size()));
    return text.substr(0, text.find_last_not_of(line_blanks) + 1);
}

/// The value of a line `KEY value` or `KEY "value"`.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
    line = trimmed(line);
    if (!line.starts_with(key)) return std::nullopt;
    line.remove_prefix(key.size());
    if (line.empty() || !line_blanks.contains(line.front())) return std::nullopt;
    line = trimmed(line);
    if (!line.starts_with('"')) return line.substr(0, line.find_first_of(line_blanks));
    line.remove_prefix(1);
    return line.substr(0, line.find('"'));
}

/// Empty if the device is not a serial port.
std::string_view serial_port_of(std::string_view device_name) {
    constexpr std::string_view of_a_module = "/dev/null:serial:";
    if (device_name.starts_with(of_a_module)) {
        device_name.remove_prefix(of_a_module.size());
        return device_name.starts_with('/') ? device_name : std::string_view{};
    }
    const std::string_view path = take(device_name, ':');
    return path.starts_with("/dev/") && path != "/dev/null" && !path.starts_with("/dev/bus/") ? path
                                                                                              : std::string_view{};
}

}  // namespace

std::vector<std::string> serial_ports_in(std::string_view configuration) {
    std::vector<std::string> ports;
    while (!configuration.empty() && ports.size() < most_readers) {
        const auto name = value_of(take(configuration, '\n'), "DEVICENAME");
        if (!name) continue;
        const std::string_view port = serial_port_of(*name);
        if (!port.empty()) ports.emplace_back(port);
    }
    return ports;
}

std::string configuration_of(std::string_view command_line) {
    constexpr std::string_view with_value = "--config=";
    take(command_line, '\0');  // program name
    while (!command_line.empty()) {
        const std::string_view argument = take(command_line, '\0');
        if (argument == "--") break;
        if (argument == "-c" || argument == "--config") return std::string{take(command_line, '\0')};
        if (argument.starts_with(with_value)) return std::string{argument.substr(with_value.size())};
        if (argument.starts_with("-c")) return std::string{argument.substr(2)};
    }
    return {};
}

std::vector<std::string> configured_serial_ports(const std::filesystem::path& configuration) {
    std::error_code error;
    if (!std::filesystem::is_directory(configuration, error)) return serial_ports_in(text_of(configuration));
    std::vector<std::string> ports;
    for (const auto& file : entries_of(configuration, most_files)) {
        if (file.filename().string().starts_with('.')) continue;
        std::ranges::move(serial_ports_in(text_of(file)), std::back_inserter(ports));
    }
    std::ranges::sort(ports);
    return ports;
}

}  // namespace fivestar::diagnosis
