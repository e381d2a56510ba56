// SPDX-License-Identifier: Apache-2.0
// The number a foreign permanent resident had before the card of 2023, derived from the new card's text record.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <string_view>
#include <vector>

namespace fivestar::identity {

/// The numbers that the 15-character card of the same person can have had: `association` is the record's last field,
/// city code and sequence digit. None if it is blank or no such thing, or if the number is not one of 18 characters.
[[nodiscard]] std::vector<PersonalText> previous_numbers(std::string_view number, std::string_view nationality,
                                                         std::string_view association);

}  // namespace fivestar::identity
