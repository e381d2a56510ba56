// SPDX-License-Identifier: Apache-2.0
// A configuration file: TOML, read strictly. An unknown key, a duplicate, a wrong type or a bad value is refused with
// file, line and reason.
#pragma once

#include "configuration/configuration_error.hpp"
#include "configuration/section.hpp"

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace fivestar::configuration {

/// Parses `text` and calls `read` with its root section. Returns the first fault. `file` is the name for errors.
[[nodiscard]] std::optional<ConfigurationError> read_configuration(std::string_view text, std::string_view file,
                                                                   const std::function<void(Section& root)>& read);

/// The content of a file of at most 1 MiB.
[[nodiscard]] std::expected<std::string, ConfigurationError> text_of_configuration(const std::filesystem::path& file);

}  // namespace fivestar::configuration
