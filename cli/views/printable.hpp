// SPDX-License-Identifier: Apache-2.0
// Untrusted text for a terminal: characters that could control the terminal or reorder the line are escaped.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <string_view>

namespace fivestar::cli {

/// Escapes controls, bidirectional formatting and invisible characters as \u{9B}, and octets that are not UTF-8 as
/// \x{FF}.
[[nodiscard]] PersonalText printable(std::string_view text);

/// Escapes the same characters in JSON as \u009b. JSON's white space stays; octets that are not UTF-8 become U+FFFD.
[[nodiscard]] PersonalText printable_json(std::string_view json);

/// The columns of printable text: two for most Chinese characters, none for combining ones.
[[nodiscard]] std::size_t columns(std::string_view text);

/// The beginning of printable text that fits that many columns.
[[nodiscard]] std::string_view clipped(std::string_view text, std::size_t columns);

}  // namespace fivestar::cli
