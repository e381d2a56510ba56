// SPDX-License-Identifier: Apache-2.0
#include "configuration/configuration_file.hpp"

#include "configuration/section_table.hpp"

#include <algorithm>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace fivestar::configuration {
namespace {

constexpr std::size_t max_configuration_size = std::size_t{1024} * 1024;  // octets of the file
constexpr std::size_t max_files = 256;                                    // of a directory

}  // namespace

std::string ConfigurationError::to_string() const {
    return line == 0 ? fmt::format("{}: {}", file, reason) : fmt::format("{}:{}: {}", file, line, reason);
}

std::optional<ConfigurationError> read_configuration(std::span<const ConfigurationText> texts,
                                                     const std::function<void(Section& root)>& read) {
    std::vector<toml::parse_result> parsed;
    std::vector<const toml::table*> roots;
    parsed.reserve(texts.size());  // the tables keep their places
    for (const ConfigurationText& each : texts) {
        const toml::parse_result& result = parsed.emplace_back(toml::parse(each.text, std::string_view{each.file}));
        if (!result) {
            const toml::parse_error& error = result.error();
            return ConfigurationError{each.file, error.source().begin.line, std::string{error.description()}};
        }
        roots.push_back(&result.table());
    }
    if (roots.empty()) return read_configuration("", "", read);
    Faults faults;
    Section root{std::make_unique<Section::Table>(std::move(roots), "", faults)};
    read(root);
    root.finish();
    return faults.first();
}

std::optional<ConfigurationError> read_configuration(std::string_view text, std::string_view file,
                                                     const std::function<void(Section& root)>& read) {
    const ConfigurationText one{std::string{file}, std::string{text}};
    return read_configuration(std::span{&one, 1}, read);
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

std::expected<std::vector<std::filesystem::path>, ConfigurationError> files_of_directory(
    const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    std::filesystem::directory_iterator at{directory, error};
    if (error == std::errc::no_such_file_or_directory) return files;
    for (; !error && at != std::filesystem::directory_iterator{}; at.increment(error)) {
        const std::filesystem::path& path = at->path();
        if (path.extension() == ".toml" && !path.filename().native().starts_with('.')) files.push_back(path);
        if (files.size() > max_files) {
            return std::unexpected{
                ConfigurationError{directory.native(), 0, fmt::format("has more than {} files", max_files)}};
        }
    }
    if (error) return std::unexpected{ConfigurationError{directory.native(), 0, error.message()}};
    std::ranges::sort(files);
    return files;
}

std::expected<std::vector<ConfigurationText>, ConfigurationError> texts_of_configuration(
    const std::filesystem::path& file, bool is_optional) {
    auto files = files_of_directory(std::filesystem::path{file}.replace_extension(".d"));
    if (!files) return std::unexpected{files.error()};
    std::error_code ignored;
    if (!is_optional || std::filesystem::symlink_status(file, ignored).type() != std::filesystem::file_type::not_found)
        files->insert(files->begin(), file);
    std::vector<ConfigurationText> texts;
    for (const std::filesystem::path& each : *files) {
        auto text = text_of_configuration(each);
        if (!text) return std::unexpected{text.error()};
        texts.push_back({each.native(), std::move(*text)});
    }
    return texts;
}

}  // namespace fivestar::configuration
