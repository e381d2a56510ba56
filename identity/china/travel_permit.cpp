// SPDX-License-Identifier: Apache-2.0
#include "identity/china/travel_permit.hpp"

#include <algorithm>
#include <array>

namespace fivestar::identity {
namespace {

constexpr std::array permits{
    TravelPermit{"CS", DocumentType::hk_macao_exit_permit, "2014"},
    TravelPermit{"CD", DocumentType::taiwan_exit_permit, {}},
    TravelPermit{"CR", DocumentType::home_return_permit, {}},
    TravelPermit{"CF", DocumentType::home_return_permit_non_chinese, "2024"},
    TravelPermit{"CT", DocumentType::taiwan_compatriot_permit, "2015"},
};

}  // namespace

const TravelPermit* travel_permit(std::string_view document_code) {
    const auto* const found = std::ranges::find(permits, document_code, &TravelPermit::document_code);
    return found == permits.end() ? nullptr : found;
}

bool is_permit_for_mainland(DocumentType type) {
    return type == DocumentType::home_return_permit || type == DocumentType::home_return_permit_non_chinese ||
           type == DocumentType::taiwan_compatriot_permit;
}

CodedValue permit_issuer() {
    CodedValue issuer;
    issuer.zh.emplace("国家移民管理局");
    issuer.en.emplace("National Immigration Administration");
    return issuer;
}

}  // namespace fivestar::identity
