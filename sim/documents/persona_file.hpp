// SPDX-License-Identifier: Apache-2.0
// Common parts of all persona files: NAME.json and the national text record.
#pragma once

#include "crypto/base/error.hpp"
#include "sim/documents/national_text_record.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace fivestar::sim {

/// `is_plain_name` accepts lower-case letters, digits, hyphens, and the characters of `also`: names become file names.
[[nodiscard]] bool is_plain_name(std::string_view name, std::string_view also = "");

/// The names of the personas in `directory`, sorted. Returns `io_failure` if there are none.
[[nodiscard]] Result<std::vector<std::string>> persona_file_names(const std::filesystem::path& directory);

/// Reads `directory`/NAME.json. Errors: `io_failure` if it is missing, `malformed` if it is not JSON,
/// `invalid_argument` if NAME is not a plain name.
[[nodiscard]] Result<boost::json::value> read_persona_file(const std::filesystem::path& directory,
                                                           std::string_view name);

/// Reads an object with exactly the fields of the kind's layout.
[[nodiscard]] std::optional<NationalTextRecord> read_text_record(TextKind kind, const boost::json::value& value);

}  // namespace fivestar::sim
