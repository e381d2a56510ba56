// SPDX-License-Identifier: Apache-2.0
// What a reader says of itself in the control codes of PC/SC part 10. Parsers of octets that a driver made up.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::daemon::pcsc {

/// CM_IOCTL_GET_FEATURE_REQUEST (§2.2).
inline constexpr std::uint32_t feature_request = 0x42000D48;

/// The control code of GET_TLV_PROPERTIES in the answer to a feature request: records of a tag, a length of 4 and a
/// big-endian code (§2.2, §2.6.14). `nullopt` if it is not there.
[[nodiscard]] std::optional<std::uint32_t> tlv_properties_code(ByteView features);

/// dwMaxAPDUDataSize in the answer to that code: records of a tag, a length and a little-endian value. 0 stands for
/// short APDUs only, else the largest data field. `nullopt` if it is not there.
[[nodiscard]] std::optional<std::uint32_t> max_apdu_data_size(ByteView properties);

}  // namespace fivestar::daemon::pcsc
