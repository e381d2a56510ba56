// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg12.hpp"

#include "identity/date.hpp"
#include "identity/lds/additional_details.hpp"

#include <utility>

namespace fivestar::identity {

Result<Dg12> parse_dg12(ByteView file) {
    constexpr tlv::Tag dg12 = 0x6C;
    constexpr tlv::Tag issuing_authority = 0x5F19;
    constexpr tlv::Tag issue_date = 0x5F26;
    auto details = parse_additional_details(file, dg12);
    if (!details) return std::unexpected{details.error()};
    Dg12 result;
    result.issuing_authority = details->fields(issuing_authority);
    if (const tlv::Element* date = details->find(issue_date)) result.issue_date = parse_date_octets(date->value);
    result.findings = std::move(details->findings);
    return result;
}

}  // namespace fivestar::identity
