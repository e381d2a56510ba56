// SPDX-License-Identifier: Apache-2.0
// DG11 and DG12, built of their elements.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/support/vector_file.hpp"

namespace fivestar::identity {

inline Bytes group(tlv::Tag outer, std::string_view tag_list, const std::vector<std::pair<tlv::Tag, Bytes>>& elements) {
    tlv::Writer content;
    content.add(0x5C, test::hex(tag_list));
    for (const auto& [tag, value] : elements) content.add(tag, value);
    return tlv::encode(outer, content.view());
}

inline Bytes printable(std::string_view characters) {
    return copy(as_bytes(characters));
}

}  // namespace fivestar::identity
