// Text of cards and readers on a terminal: what could steer the terminal or disorder the line is shown, not obeyed.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <string_view>

namespace fivestar::cli {

/// UTF-8 with controls, bidirectional formatting and invisible characters as \u{9B}, and octets that are no UTF-8 as
/// \x{FF}.
[[nodiscard]] PersonalText printable(std::string_view text);

/// JSON that means the same, with such characters as \u009b. JSON's own white space stays; octets that are no UTF-8
/// become U+FFFD.
[[nodiscard]] PersonalText printable_json(std::string_view json);

/// Columns a terminal takes for printable text: two for most Chinese characters, none for combining ones.
[[nodiscard]] std::size_t columns(std::string_view text);

/// As much of printable text as fits that many columns.
[[nodiscard]] std::string_view clipped(std::string_view text, std::size_t columns);

}  // namespace fivestar::cli
