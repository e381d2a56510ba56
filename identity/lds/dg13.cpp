// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg13.hpp"

#include "crypto/tlv/cursor.hpp"
#include "identity/china/national_text.hpp"

namespace fivestar::identity {

Result<ByteView> parse_dg13(ByteView file) {
    constexpr tlv::Tag dg13 = 0x6D;
    constexpr tlv::Tag octet_string = 0x04;
    const auto content = tlv::only(file, dg13);
    if (!content) return std::unexpected{content.error()};
    const auto text = tlv::only(content->rest(), octet_string);
    if (!text) return std::unexpected{text.error()};
    if (text->rest().size() != national_text_size) return fail(ErrorCode::malformed);
    return text->rest();
}

}  // namespace fivestar::identity
