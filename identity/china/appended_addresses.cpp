// SPDX-License-Identifier: Apache-2.0
#include "identity/china/appended_addresses.hpp"

#include "identity/card_text.hpp"

#include <algorithm>

namespace fivestar::identity {

AppendedAddresses parse_appended_addresses(ByteView octets) {
    const std::size_t fields = octets.size() / appended_address_size;
    AppendedAddresses result;
    result.whole = fields != 0 && fields <= max_appended_addresses && octets.size() % appended_address_size == 0;
    for (std::size_t count = 0; count < std::min(fields, max_appended_addresses); ++count) {
        const Utf16Text field =
            field_from_utf16le(octets.subspan(count * appended_address_size, appended_address_size));
        result.clean = result.clean && field.clean;
        const std::string_view address = trimmed(field.text.view());
        if (!address.empty()) result.addresses.emplace_back(address);
    }
    return result;
}

}  // namespace fivestar::identity
