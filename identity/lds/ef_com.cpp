// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/ef_com.hpp"

#include <algorithm>

namespace fivestar::identity {

Result<std::vector<DataGroupNumber>> parse_ef_com(ByteView file) {
    constexpr tlv::Tag com = 0x60;
    constexpr tlv::Tag tag_list = 0x5C;
    auto content = tlv::only(file, com);
    if (!content) return std::unexpected{content.error()};
    std::vector<DataGroupNumber> groups;
    bool listed = false;
    while (!content->at_end()) {
        const auto element = content->next();
        if (!element) return std::unexpected{element.error()};
        if (element->tag != tag_list) continue;
        if (listed) return fail(ErrorCode::malformed);
        listed = true;
        for (const std::uint8_t tag : element->value) {
            const auto number = data_group_number(tag);
            if (number && std::ranges::find(groups, *number) == groups.end()) groups.push_back(*number);
        }
    }
    if (!listed) return fail(ErrorCode::malformed);
    return groups;
}

}  // namespace fivestar::identity
