// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg13.hpp"

#include "crypto/tlv/cursor.hpp"
#include "identity/china/national_text.hpp"

namespace fivestar::identity {

Result<ByteView> parse_dg13(ByteView file) {
    constexpr tlv::Tag dg13 = 0x6D;
    constexpr tlv::Tag octet_string = 0x04;
    tlv::Cursor outer{file};
    auto content = outer.enter(dg13);
    if (!content) return std::unexpected{content.error()};
    const auto text = content->expect(octet_string);
    if (!text) return std::unexpected{text.error()};
    for (const tlv::Cursor& cursor : {outer, *content}) {
        if (const auto end = cursor.finish(); !end) return std::unexpected{end.error()};
    }
    if (text->value.size() != national_text_size) return fail(ErrorCode::malformed);
    return text->value;
}

}  // namespace fivestar::identity
