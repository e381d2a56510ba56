// SPDX-License-Identifier: Apache-2.0
// Configuration files: TOML, read strictly. An unknown key, a duplicate, a wrong type or a bad value is refused with
// file, line and reason. Several files are read as one: sections are joined, lists of sections are appended, and of
// other values the last one counts.
#pragma once

#include "configuration/configuration_error.hpp"
#include "configuration/section.hpp"

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::configuration {

struct ConfigurationText {
    std::string file;  ///< the name for errors
    std::string text;
};

/// Parses the texts and calls `read` with their common root section. Returns the first fault.
[[nodiscard]] std::optional<ConfigurationError> read_configuration(std::span<const ConfigurationText> texts,
                                                                   const std::function<void(Section& root)>& read);

/// Does the same with one text.
[[nodiscard]] std::optional<ConfigurationError> read_configuration(std::string_view text, std::string_view file,
                                                                   const std::function<void(Section& root)>& read);

/// The content of a file of at most 1 MiB.
[[nodiscard]] std::expected<std::string, ConfigurationError> text_of_configuration(const std::filesystem::path& file);

/// Returns the files `*.toml` of a directory in the byte order of their names, without hidden ones. A directory that
/// does not exist has none.
[[nodiscard]] std::expected<std::vector<std::filesystem::path>, ConfigurationError> files_of_directory(
    const std::filesystem::path& directory);

/// Reads `file` and the files of the directory of the same name with `.d` instead of `.toml`: `x.toml`, then
/// `x.d/*.toml`. `file` may be missing if `is_optional`.
[[nodiscard]] std::expected<std::vector<ConfigurationText>, ConfigurationError> texts_of_configuration(
    const std::filesystem::path& file, bool is_optional);

}  // namespace fivestar::configuration
