// SPDX-License-Identifier: Apache-2.0
// Appended addresses as a module hands them over.
#pragma once

#include "crypto/base/bytes.hpp"
#include "identity/china/appended_addresses.hpp"

namespace fivestar::identity {

/// Fields of 70 octets: each text in UTF-16LE, blanks behind it.
inline Bytes addresses(const std::vector<std::u16string_view>& fields) {
    Bytes octets;
    for (const std::u16string_view field : fields) {
        for (std::size_t at = 0; at < appended_address_size / 2; ++at) {
            const char16_t unit = at < field.size() ? field[at] : u' ';
            octets.push_back(static_cast<std::uint8_t>(unit));
            octets.push_back(static_cast<std::uint8_t>(unit >> 8));
        }
    }
    return octets;
}

}  // namespace fivestar::identity
