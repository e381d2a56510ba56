// SPDX-License-Identifier: Apache-2.0
// Derives the number that a foreign permanent resident had before the card of 2023 from the text record of the new
// card.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <string_view>
#include <vector>

namespace fivestar::identity {

/// Returns the possible numbers of the 15-character card of the same person. `association` is the record's last field:
/// city code and sequence digit. None if it is blank or malformed, or if the number does not have 18 characters.
[[nodiscard]] std::vector<PersonalText> previous_numbers(std::string_view number, std::string_view nationality,
                                                         std::string_view association);

}  // namespace fivestar::identity
