// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg12.hpp"

#include "identity/date.hpp"
#include "identity/lds/additional_details.hpp"

#include <utility>

namespace fivestar::identity {

Result<Dg12> parse_dg12(ByteView file, std::chrono::year_month_day today) {
    constexpr tlv::Tag dg12 = 0x6C;
    constexpr tlv::Tag issuing_authority = 0x5F19;
    constexpr tlv::Tag issue_date = 0x5F26;
    auto details = parse_additional_details(file, dg12);
    if (!details) return std::unexpected{details.error()};
    Dg12 result;
    result.issuing_authority = details->fields(issuing_authority);
    result.findings = std::move(details->findings);
    if (const tlv::Element* date = details->find(issue_date)) {
        result.issue_date = parse_date_octets(date->value);
        if (!result.issue_date) {
            // A day in the past, as that of a birth.
            result.issue_date = parse_birth_date(as_text(date->value), today);
            if (!date->value.empty()) result.findings.push_back(Reason::short_date);
        }
    }
    return result;
}

}  // namespace fivestar::identity
