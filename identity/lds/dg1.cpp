// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg1.hpp"

#include "crypto/tlv/cursor.hpp"

namespace fivestar::identity {

Result<Mrz> parse_dg1(ByteView file, std::chrono::year_month_day today) {
    constexpr tlv::Tag dg1 = 0x61;
    constexpr tlv::Tag mrz = 0x5F1F;
    tlv::Cursor outer{file};
    auto content = outer.enter(dg1);
    if (!content) return std::unexpected{content.error()};
    const auto zone = content->expect(mrz);
    if (!zone) return std::unexpected{zone.error()};
    for (const tlv::Cursor& cursor : {outer, *content}) {
        if (const auto end = cursor.finish(); !end) return std::unexpected{end.error()};
    }
    return parse_mrz(as_text(zone->value), today);
}

}  // namespace fivestar::identity
