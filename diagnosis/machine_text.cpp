// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/machine_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace fivestar::diagnosis {
namespace {

constexpr std::uint64_t overflow_id = 65534;

/// `take_word(line)` removes and returns the next word; empty at the end.
std::string_view take_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return take(line, ' ');
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool hides(std::string_view options) {
    constexpr std::string_view key = "hidepid=";
    while (!options.empty()) {
        const std::string_view option = take(options, ',');
        if (!option.starts_with(key)) continue;
        const std::string_view value = option.substr(key.size());
        return value != "0" && value != "off";
    }
    return false;
}

/// Long options may be abbreviated while they are unique (getopt_long(3)).
bool is_long_option(std::string_view argument, std::string_view option) {
    constexpr std::size_t shortest = 4;
    return argument.size() >= shortest && option.starts_with(argument);
}

bool asks_for_log(std::string_view argument) {
    if (argument.starts_with("--")) return is_long_option(argument, "--apdu") || is_long_option(argument, "--debug");
    if (!argument.starts_with('-')) return false;
    for (const char letter : argument.substr(1)) {
        if (letter == 'a' || letter == 'd') return true;
        if (std::string_view{"ctrRs"}.contains(letter)) return false;  // the rest is the value of the option
    }
    return false;
}

}  // namespace

std::string_view take(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

bool leaves_out_users(std::string_view uid_map) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;  // first and past-the-end
    while (!uid_map.empty()) {
        std::string_view line = take(uid_map, '\n');
        const auto first = number(take_word(line));
        const auto outside = number(take_word(line));
        const auto count = number(take_word(line));
        if (!first || !outside || !count) return false;
        ranges.emplace_back(*first, *first + *count);
    }
    if (ranges.empty()) return false;
    std::ranges::sort(ranges);
    std::uint64_t mapped = 0;
    for (const auto& [first, end] : ranges) {
        if (first > mapped) break;
        mapped = std::max(mapped, end);
    }
    return mapped < overflow_id;
}

bool hides_processes(std::string_view mount_info) {
    bool hidden = false;
    while (!mount_info.empty()) {
        std::string_view line = take(mount_info, '\n');
        for (int skipped = 0; skipped < 4; ++skipped) take_word(line);  // ids, device, root
        if (take_word(line) != "/proc") continue;
        const std::size_t type_at = line.find(" - ");
        if (type_at == std::string_view::npos) continue;
        std::string_view file_system = line.substr(type_at + 3);
        const bool is_proc = take_word(file_system) == "proc";
        take_word(file_system);  // source
        hidden = is_proc && hides(take_word(file_system));
    }
    return hidden;
}

bool logs_exchanges(std::string_view command_line) {
    take(command_line, '\0');  // program name
    while (!command_line.empty()) {
        const std::string_view argument = take(command_line, '\0');
        if (argument == "--") return false;
        if (asks_for_log(argument)) return true;
    }
    return false;
}

}  // namespace fivestar::diagnosis
