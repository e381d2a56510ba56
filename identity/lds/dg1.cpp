// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg1.hpp"

#include "crypto/tlv/cursor.hpp"

namespace fivestar::identity {

Result<Mrz> parse_dg1(ByteView file, std::chrono::year_month_day today) {
    constexpr tlv::Tag dg1 = 0x61;
    constexpr tlv::Tag mrz = 0x5F1F;
    const auto content = tlv::only(file, dg1);
    if (!content) return std::unexpected{content.error()};
    const auto zone = tlv::only(content->rest(), mrz);
    if (!zone) return std::unexpected{zone.error()};
    return parse_mrz(as_text(zone->rest()), today);
}

}  // namespace fivestar::identity
