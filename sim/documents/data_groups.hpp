// SPDX-License-Identifier: Apache-2.0
// Encodes data groups of the LDS1 application (ICAO Doc 9303-10 §4.7) with their outer tags.
#pragma once

#include "crypto/base/bytes.hpp"
#include "sim/documents/persona.hpp"

#include <string>
#include <vector>

namespace fivestar::sim {

/// DG1: the lines of the MRZ.
[[nodiscard]] Bytes encode_dg1(const std::vector<std::string>& mrz_lines);

/// DG2: one portrait in an ISO/IEC 19794-5:2005 facial record in CBEFF.
[[nodiscard]] Bytes encode_dg2(const PersonaPortrait& portrait, std::string_view sex);

/// DG3: a fingerprint record without a fingerprint.
[[nodiscard]] Bytes encode_empty_dg3();

/// DG11 or DG12: a list of tags and the data objects.
[[nodiscard]] Bytes encode_details(unsigned data_group, const std::vector<Detail>& details);

/// DG13 of the five-star LDS profile: an octet string with the national text record.
[[nodiscard]] Bytes encode_dg13(ByteView national_text_record);

/// EF.COM: LDS version 1.7, Unicode 4.0.0, the data groups that are present.
[[nodiscard]] Bytes encode_common(const std::vector<unsigned>& data_groups);

/// The outer tag of data group `number`, 1 to 16.
[[nodiscard]] std::uint8_t data_group_tag(unsigned number);

}  // namespace fivestar::sim
