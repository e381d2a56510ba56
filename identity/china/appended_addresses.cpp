// SPDX-License-Identifier: Apache-2.0
#include "identity/china/appended_addresses.hpp"

#include "identity/card_text.hpp"

namespace fivestar::identity {

Result<AppendedAddresses> parse_appended_addresses(ByteView octets) {
    const std::size_t count = octets.size() / appended_address_size;
    if (count == 0 || count > max_appended_addresses || octets.size() % appended_address_size != 0) {
        return fail(ErrorCode::malformed);
    }
    AppendedAddresses result;
    for (; !octets.empty(); octets = octets.subspan(appended_address_size)) {
        const Utf16Text field = field_from_utf16le(octets.first(appended_address_size));
        result.clean = result.clean && field.clean;
        const std::string_view address = trimmed(field.text.view());
        if (!address.empty()) result.addresses.emplace_back(address);
    }
    return result;
}

}  // namespace fivestar::identity
