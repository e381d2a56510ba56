// SPDX-License-Identifier: Apache-2.0
// The sixteen data groups of LDS1 and their tags (ICAO Doc 9303-10 section 3.10 and table 34).
#pragma once

#include "crypto/tlv/cursor.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::identity {

using DataGroupNumber = std::uint8_t;  ///< 1 to 16
inline constexpr DataGroupNumber last_data_group = 16;
inline constexpr DataGroupNumber dg_mrz = 1;
inline constexpr DataGroupNumber dg_portrait = 2;
inline constexpr DataGroupNumber dg_personal_details = 11;
inline constexpr DataGroupNumber dg_document_details = 12;
inline constexpr DataGroupNumber dg_issuer_own = 13;
inline constexpr DataGroupNumber dg_chip_authentication = 14;
inline constexpr DataGroupNumber dg_active_authentication = 15;

/// Returns the outer tag of the data group's file; nullopt unless the number is 1 to 16.
[[nodiscard]] std::optional<tlv::Tag> data_group_tag(unsigned number);

/// Returns the data group whose file has this outer tag.
[[nodiscard]] std::optional<DataGroupNumber> data_group_number(tlv::Tag tag);

}  // namespace fivestar::identity
