// SPDX-License-Identifier: Apache-2.0
#include "compat/configuration.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace fivestar::compat {
namespace {

constexpr const char* usual_file = "/etc/fivestar-compat.toml";
constexpr std::size_t longest_file = 65536;
constexpr std::size_t longest_value = 256;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The text between quotation marks; nothing is behind it but a comment.
std::optional<std::string> quoted(std::string_view text) {
    if (!text.starts_with('"')) return std::nullopt;
    text.remove_prefix(1);
    const std::size_t end = text.find('"');
    if (end == std::string_view::npos || end == 0 || end > longest_value) return std::nullopt;
    const std::string_view rest = trimmed(text.substr(end + 1));
    if (!rest.empty() && !rest.starts_with('#')) return std::nullopt;
    const std::string_view value = text.substr(0, end);
    for (const char character : value) {
        if (character == '\\' || static_cast<unsigned char>(character) < 0x20) return std::nullopt;
    }
    return std::string{value};
}

std::optional<int> port_in(std::string_view key) {
    int port = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), port);
    if (error != std::errc{} || end != key.data() + key.size()) return std::nullopt;
    return is_serial(port) || is_usb(port) ? std::optional{port} : std::nullopt;
}

bool take_line(std::string_view line, Configuration& configuration) {
    if (line.empty() || line.starts_with('#')) return true;
    if (line == "[ports]") {
        if (configuration.readers) return false;
        configuration.readers.emplace();
        return true;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view key = trimmed(line.substr(0, equals));
    auto value = quoted(trimmed(line.substr(equals + 1)));
    if (!value) return false;
    if (!configuration.readers) {
        if (key == "files" && (*value == "asked" || *value == "never")) {
            configuration.writes_files = *value == "asked";
            return true;
        }
        if (key != "socket") return false;
        configuration.socket = std::move(*value);
        return true;
    }
    const auto port = port_in(key);
    return port && configuration.readers->emplace(*port, std::move(*value)).second;
}

}  // namespace

bool Configuration::knows(int port) const {
    if (readers) return readers->contains(port);
    return port >= first_usb_port && port <= last_unnamed_port;
}

std::optional<Configuration> parse_configuration(std::string_view text) {
    Configuration configuration;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (!take_line(trimmed(text.substr(0, end)), configuration)) return std::nullopt;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return configuration;
}

std::optional<Configuration> load_configuration() {
    const char* const named = ::secure_getenv("FIVESTAR_COMPAT_CONFIG");
    const int file = ::open(named == nullptr ? usual_file : named, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        if (errno == ENOENT && named == nullptr) return Configuration{};
        return std::nullopt;
    }
    std::string text(longest_file, '\0');
    std::size_t size = 0;
    ssize_t came = 0;
    while (size < text.size() && (came = ::read(file, text.data() + size, text.size() - size)) > 0) {
        size += static_cast<std::size_t>(came);
    }
    ::close(file);
    if (came < 0 || size == text.size()) return std::nullopt;
    return parse_configuration(std::string_view{text}.substr(0, size));
}

}  // namespace fivestar::compat
