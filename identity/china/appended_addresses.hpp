// SPDX-License-Identifier: Apache-2.0
// Addresses added to a card after its issue (GA/T 467, command 30 03): up to four fields of 70 octets in UTF-16LE,
// padded like those of the text record.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <vector>

namespace fivestar::identity {

inline constexpr std::size_t appended_address_size = 70;  ///< octets
inline constexpr std::size_t max_appended_addresses = 4;

struct AppendedAddresses {
    std::vector<PersonalText> addresses = {};  ///< in the card's order, trimmed, blank ones left out
    bool clean = true;                         ///< false if a character had to be replaced
    bool whole = true;  ///< false if there was no field, a cut one or a fifth one, which were left out
};

/// Parses the first four whole fields.
[[nodiscard]] AppendedAddresses parse_appended_addresses(ByteView octets);

}  // namespace fivestar::identity
