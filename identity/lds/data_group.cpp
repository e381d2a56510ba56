// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/data_group.hpp"

#include <algorithm>
#include <array>

namespace fivestar::identity {
namespace {

constexpr std::array<tlv::Tag, last_data_group> tags{0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68,
                                                     0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70};

}  // namespace

std::optional<tlv::Tag> data_group_tag(unsigned number) {
    if (number < 1 || number > tags.size()) return std::nullopt;
    return tags[number - 1];
}

std::optional<DataGroupNumber> data_group_number(tlv::Tag tag) {
    const auto found = std::ranges::find(tags, tag);
    if (found == tags.end()) return std::nullopt;
    return static_cast<DataGroupNumber>(found - tags.begin() + 1);
}

}  // namespace fivestar::identity
