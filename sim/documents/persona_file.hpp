// What the data files of all personas have in common: JSON, NAME.json, a national text record where the card has one.
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

/// Names become file names: lower-case letters, digits, hyphens, and the characters of `also`.
[[nodiscard]] bool is_plain_name(std::string_view name, std::string_view also = "");

/// The names of the personas in `directory`, sorted. `io_failure` if there are none to be seen.
[[nodiscard]] Result<std::vector<std::string>> persona_file_names(const std::filesystem::path& directory);

/// `directory`/NAME.json. `io_failure` if it is missing, `malformed` if it is no JSON, `invalid_argument` if NAME is no
/// plain name.
[[nodiscard]] Result<boost::json::value> read_persona_file(const std::filesystem::path& directory,
                                                           std::string_view name);

/// An object with exactly the fields of the kind's layout, as texts.
[[nodiscard]] std::optional<NationalTextRecord> read_text_record(TextKind kind, const boost::json::value& value);

}  // namespace fivestar::sim
