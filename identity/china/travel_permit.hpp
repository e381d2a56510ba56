// SPDX-License-Identifier: Apache-2.0
// The travel permits of China: cards with the ICAO application for journeys between the mainland, Hong Kong, Macao and
// Taiwan. docs/CHINESE-CARDS.md tells what is confirmed.
#pragma once

#include "identity/coded_value.hpp"
#include "identity/record.hpp"

#include <string_view>

namespace fivestar::identity {

struct TravelPermit {
    std::string_view document_code;
    DocumentType type;
    std::string_view edition;  ///< empty if it is not known
};

/// Returns the permit whose zone begins with this code, or nullptr. Other states use the same codes: ask only for a
/// zone in the form of a permit.
[[nodiscard]] const TravelPermit* travel_permit(std::string_view document_code);

/// True for a permit of a resident of Hong Kong, Macao or Taiwan, whose number their residence permit repeats.
[[nodiscard]] bool is_permit_for_mainland(DocumentType type);

/// The authority that issues all of them. It is not in the zone.
[[nodiscard]] CodedValue permit_issuer();

}  // namespace fivestar::identity
