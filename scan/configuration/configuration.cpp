// SPDX-License-Identifier: Apache-2.0
#include "scan/configuration/configuration.hpp"

#include "configuration/configuration_file.hpp"
#include "scan/configuration/escaped_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <sys/un.h>
#include <system_error>
#include <utility>

namespace fivestar::scan {
namespace {

using configuration::Section;

constexpr std::size_t max_scanners = 16;
constexpr std::size_t max_name = 64;
constexpr std::size_t max_octets = 256;  // of a command, a prefix or a suffix
constexpr std::string_view layouts = "/usr/share/X11/xkb/symbols/";
constexpr std::string_view name_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
constexpr std::array bauds{1200U, 2400U, 4800U, 9600U, 19200U, 38400U, 57600U, 115200U};
constexpr std::array<std::pair<std::string_view, SerialSettings::Format>, 5> formats{
    {{"8N1", SerialSettings::Format::eight_none},
     {"7E1", SerialSettings::Format::seven_even},
     {"7O1", SerialSettings::Format::seven_odd},
     {"8E1", SerialSettings::Format::eight_even},
     {"8O1", SerialSettings::Format::eight_odd}}};
constexpr std::array serial_keys{"baud", "format", "start", "trigger", "trigger_seconds"};
constexpr std::array keyboard_keys{"layout", "variant"};

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= max_name &&
           text.find_first_not_of(name_characters) == std::string_view::npos;
}

std::optional<std::string> octets_of(Section& section, std::string_view key, std::string_view text) {
    auto octets = unescaped(text);
    if (octets && octets->size() <= max_octets) return octets;
    section.fault(key,
                  "must be at most 256 ASCII characters, with control characters as '\\r', '\\n', '\\t', '\\xHH' "
                  "in single quotes");
    return std::nullopt;
}

void read_octets(Section& section, std::string_view key, std::string& to) {
    const auto text = section.text(key);
    if (!text) return;
    if (auto octets = octets_of(section, key, *text)) to = std::move(*octets);
}

void read_framing(Section& section, Framing& framing) {
    if (const auto frame = section.text("frame")) {
        if (*frame != "marks" && *frame != "silence") section.fault("frame", "must be \"marks\" or \"silence\"");
        framing.marks = *frame == "marks";
    }
    if (const auto silence = section.number("silence_milliseconds", 20, 5000)) {
        framing.silence = std::chrono::milliseconds{*silence};
    }
    read_octets(section, "prefix", framing.prefix);
    read_octets(section, "suffix", framing.suffix);
}

void read_serial(Section& section, SerialSettings& serial) {
    section.number("baud", serial.baud, bauds.front(), bauds.back());
    if (std::ranges::find(bauds, serial.baud) == bauds.end()) {
        section.fault("baud", "must be 1200, 2400, 4800, 9600, 19200, 38400, 57600 or 115200");
    }
    if (const auto format = section.text("format")) {
        const auto* const known = std::ranges::find(formats, *format, &decltype(formats)::value_type::first);
        if (known == formats.end()) {
            section.fault("format", "must be \"8N1\", \"7E1\", \"7O1\", \"8E1\" or \"8O1\"");
        } else {
            serial.format = known->second;
        }
    }
    if (const auto commands = section.texts("start")) {
        for (const std::string& command : *commands) {
            if (auto octets = octets_of(section, "start", command)) serial.start.push_back(std::move(*octets));
        }
    }
    read_octets(section, "trigger", serial.trigger);
    section.seconds("trigger_seconds", serial.trigger_every, 0, 3600);
    if (serial.trigger_every.count() != 0 && serial.trigger.empty()) {
        section.fault("trigger_seconds", "needs a trigger");
    }
}

void read_keyboard(Section& section, KeyboardSettings& keyboard) {
    if (const auto layout = section.text("layout")) {
        std::error_code ignored;
        if (!is_name(*layout) || !std::filesystem::is_regular_file(std::string{layouts} + *layout, ignored)) {
            section.fault("layout", "names no keyboard layout below " + std::string{layouts});
        }
        keyboard.layout = *layout;
    }
    if (const auto variant = section.text("variant")) {
        if (!variant->empty() && !is_name(*variant)) section.fault("variant", "names no variant of a keyboard layout");
        keyboard.variant = *variant;
    }
}

/// Reports each of `keys` that the section has.
template <class Keys>
void refuse(Section& section, const Keys& keys, std::string_view reason) {
    for (const char* const key : keys) {
        if (section.has(key)) section.fault(key, reason);
    }
}

ScannerSettings read_scanner(Section& section) {
    ScannerSettings scanner;
    scanner.name = section.text("name").value_or("");
    if (!is_name(scanner.name)) section.fault("name", "must be 1 to 64 letters, digits, '.', '_' or '-'");
    section.path("device", scanner.device);
    if (scanner.device.empty()) section.fault("device", "is missing");
    const auto kind = section.text("kind").value_or("");
    if (kind != "serial" && kind != "keyboard") section.fault("kind", "must be \"serial\" or \"keyboard\"");
    if (const auto reader = section.text("reader")) {
        if (!is_name(*reader)) section.fault("reader", "must be the id of a reader, as fivestarctl readers shows it");
        scanner.reader = *reader;
    }
    read_framing(section, scanner.framing);
    if (kind == "serial") {
        read_serial(section, scanner.serial);
        refuse(section, keyboard_keys, "is for kind = \"keyboard\"");
    } else {
        scanner.kind = ScannerSettings::Kind::keyboard;
        read_keyboard(section, scanner.keyboard);
        refuse(section, serial_keys, "is for kind = \"serial\"");
    }
    return scanner;
}

void read_scanners(Section& root, std::vector<ScannerSettings>& scanners) {
    root.sections("scanner", max_scanners, [&](Section& section) {
        const ScannerSettings scanner = read_scanner(section);
        if (std::ranges::find(scanners, scanner.name, &ScannerSettings::name) != scanners.end()) {
            section.fault("name", "is used twice");
        }
        if (std::ranges::find(scanners, scanner.device, &ScannerSettings::device) != scanners.end()) {
            section.fault("device", "is used twice");
        }
        scanners.push_back(scanner);
    });
}

std::expected<Configuration, ConfigurationError> parse(std::span<const configuration::ConfigurationText> texts) {
    Configuration all;
    auto fault = configuration::read_configuration(texts, [&all](Section& root) {
        root.section("socket", [&all](Section& section) {
            section.path("path", all.socket);
            if (all.socket.native().size() >= sizeof(sockaddr_un::sun_path)) {
                section.fault("path", "is too long for a Unix socket");
            }
        });
        read_scanners(root, all.scanners);
    });
    if (fault) return std::unexpected{*std::move(fault)};
    return all;
}

}  // namespace

std::expected<Configuration, ConfigurationError> parse_configuration(std::string_view text, std::string_view file) {
    const configuration::ConfigurationText one{std::string{file}, std::string{text}};
    return parse({&one, 1});
}

std::expected<Configuration, ConfigurationError> load_configuration(const std::filesystem::path& file) {
    const auto texts = configuration::texts_of_configuration(file, file == default_configuration_file);
    if (!texts) return std::unexpected{texts.error()};
    return parse(*texts);
}

bool is_configured(const std::filesystem::path& file) {
    const auto texts = configuration::texts_of_configuration(file, true);
    return !texts || !texts->empty();
}

}  // namespace fivestar::scan
