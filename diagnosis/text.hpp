// SPDX-License-Identifier: Apache-2.0
// Text that is parsed piece by piece.
#pragma once

#include <algorithm>
#include <string_view>

namespace fivestar::diagnosis {

/// `take(text, separator)` removes and returns the part before the separator, and removes the separator.
inline std::string_view take(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

}  // namespace fivestar::diagnosis
