// SPDX-License-Identifier: Apache-2.0
// The known name that a mistyped one is most like, for messages: "did you mean".
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace fivestar {

/// Returns the first of the names with the fewest edits: letters inserted, removed or replaced, and neighbours swapped
/// (Damerau, optimal string alignment). Nothing if more than a third of the name, rounded up, would have to change, or
/// if it is longer than 64 octets.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view name, std::span<const std::string_view> known);

}  // namespace fivestar
