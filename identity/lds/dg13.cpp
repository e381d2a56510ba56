// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg13.hpp"

#include "crypto/tlv/cursor.hpp"
#include "identity/china/national_text.hpp"

namespace fivestar::identity {

Result<ByteView> parse_dg13(ByteView file) {
    constexpr tlv::Tag dg13 = 0x6D;
    constexpr tlv::Tag octet_string = 0x04;
    auto content = tlv::only(file, dg13);
    if (!content) return std::unexpected{content.error()};
    while (!content->at_end()) {
        const auto element = content->next();
        if (!element) break;
        if (element->tag == octet_string && element->value.size() == national_text_size) return element->value;
    }
    return fail(ErrorCode::malformed);
}

}  // namespace fivestar::identity
