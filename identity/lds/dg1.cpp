// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg1.hpp"

#include "crypto/tlv/cursor.hpp"

namespace fivestar::identity {

Result<Mrz> parse_dg1(ByteView file, std::chrono::year_month_day today) {
    constexpr tlv::Tag dg1 = 0x61;
    constexpr tlv::Tag mrz = 0x5F1F;
    auto content = tlv::only(file, dg1);
    if (!content) return std::unexpected{content.error()};
    bool odd = false;
    Result<Mrz> zone = fail(ErrorCode::malformed);
    while (!content->at_end()) {
        const auto element = content->next();
        if (element && element->tag == mrz && !zone) {
            zone = parse_document_mrz(element->value, today);
        } else {
            odd = true;
        }
        if (!element) break;
    }
    if (zone && odd) zone->faults.push_back(Reason::dg1_element_malformed);
    return zone;
}

}  // namespace fivestar::identity
