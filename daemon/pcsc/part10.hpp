// SPDX-License-Identifier: Apache-2.0
// Parsers of the answers to control codes of PC/SC part 10, which describe a reader. Drivers may send anything.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::daemon::pcsc {

/// CM_IOCTL_GET_FEATURE_REQUEST (§2.2).
inline constexpr std::uint32_t feature_request = 0x42000D48;

/// Finds the control code of GET_TLV_PROPERTIES in the answer to a feature request: records of a tag, a length of 4 and
/// a big-endian code (§2.2, §2.6.14).
[[nodiscard]] std::optional<std::uint32_t> tlv_properties_code(ByteView features);

/// Finds dwMaxAPDUDataSize in the answer to that code: records of a tag, a length and a little-endian value. It is the
/// size of the largest data field, or 0 if the reader takes short APDUs only.
[[nodiscard]] std::optional<std::uint32_t> max_apdu_data_size(ByteView properties);

}  // namespace fivestar::daemon::pcsc
