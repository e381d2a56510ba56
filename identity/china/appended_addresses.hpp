// SPDX-License-Identifier: Apache-2.0
// The addresses a card was given after it was issued (GA/T 467, command 30 03): up to four fields of 70 octets, each
// UTF-16LE padded like the fields of the text record.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <vector>

namespace fivestar::identity {

inline constexpr std::size_t appended_address_size = 70;  ///< octets
inline constexpr std::size_t max_appended_addresses = 4;

struct AppendedAddresses {
    std::vector<PersonalText> addresses = {};  ///< in the card's order, trimmed, blank ones left out
    bool clean = true;                         ///< false if a character had to be replaced
};

/// `malformed` unless there are one to four whole fields.
[[nodiscard]] Result<AppendedAddresses> parse_appended_addresses(ByteView octets);

}  // namespace fivestar::identity
