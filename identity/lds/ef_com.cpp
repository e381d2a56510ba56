// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/ef_com.hpp"

#include <algorithm>

namespace fivestar::identity {

EfCom parse_ef_com(ByteView file) {
    constexpr tlv::Tag com = 0x60;
    constexpr tlv::Tag tag_list = 0x5C;
    constexpr tlv::Tag lds_version = 0x5F01;
    constexpr tlv::Tag unicode_version = 0x5F36;
    EfCom result;
    tlv::Cursor outer{file};
    auto content = outer.enter(com);
    bool listed = false;
    while (content && !content->at_end()) {
        const auto element = content->next();
        // Zeros that pad the file are elements without content.
        if (!element || (element->tag == 0 && element->value.empty())) {
            result.is_odd = true;
            break;
        }
        if (element->tag != tag_list) {
            result.is_odd = result.is_odd || (element->tag != lds_version && element->tag != unicode_version);
            continue;
        }
        result.is_odd = result.is_odd || listed || element->value.empty();
        listed = true;
        for (const std::uint8_t tag : element->value) {
            const auto number = data_group_number(tag);
            const bool is_new = number && std::ranges::find(result.groups, *number) == result.groups.end();
            if (is_new) result.groups.push_back(*number);
        }
    }
    result.is_odd = result.is_odd || !content || !outer.at_end() || !listed;
    return result;
}

}  // namespace fivestar::identity
