// SPDX-License-Identifier: Apache-2.0
#include "configuration/configuration_file.hpp"

#include "configuration/section_table.hpp"

#include <fstream>
#include <memory>

#include <fmt/format.h>

namespace fivestar::configuration {
namespace {

constexpr std::size_t max_configuration_size = std::size_t{1024} * 1024;  // octets of the file

}  // namespace

std::string ConfigurationError::to_string() const {
    return line == 0 ? fmt::format("{}: {}", file, reason) : fmt::format("{}:{}: {}", file, line, reason);
}

std::optional<ConfigurationError> read_configuration(std::string_view text, std::string_view file,
                                                     const std::function<void(Section& root)>& read) {
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        return ConfigurationError{std::string{file}, error.source().begin.line, std::string{error.description()}};
    }
    Faults faults{file};
    Section root{std::make_unique<Section::Table>(parsed.table(), "", faults)};
    read(root);
    root.finish();
    return faults.first();
}

std::expected<std::string, ConfigurationError> text_of_configuration(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string text(max_configuration_size + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.eof() || stream.bad()) {
        return std::unexpected{ConfigurationError{file.native(), 0, "cannot be read, or is no file of at most 1 MiB"}};
    }
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

}  // namespace fivestar::configuration
