// SPDX-License-Identifier: Apache-2.0
// Compares and splits tokens of HTTP, which are ASCII and ignore case (RFC 9110 §5.1).
#pragma once

#include <algorithm>
#include <string_view>

namespace fivestar::daemon {

[[nodiscard]] constexpr char lower_case(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

[[nodiscard]] constexpr bool same_token(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower_case, lower_case);
}

/// Returns the text without spaces and tabs at its ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white_space = " \t";
    const auto first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

/// Returns what precedes the first `separator`, trimmed. Sets `rest` to what follows it.
[[nodiscard]] constexpr std::string_view take_until(std::string_view& rest, char separator) {
    const auto end = rest.find(separator);
    const std::string_view taken = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return trimmed(taken);
}

}  // namespace fivestar::daemon
