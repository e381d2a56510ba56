// SPDX-License-Identifier: Apache-2.0
// Answer to reset and EF.ATR/INFO of a chip.
#pragma once

#include "crypto/base/bytes.hpp"
#include "sim/chip/chip.hpp"

namespace fivestar::sim {

/// Returns the ATR of a contact card with T=0, or the ATR that a PC/SC reader builds from a contactless card's
/// historical bytes.
[[nodiscard]] Bytes answer_to_reset(Interface interface, bool extended_length);

/// EF.ATR/INFO (ISO/IEC 7816-4 §12.2.2): card capabilities and, with extended length, the maximum command and response
/// lengths.
[[nodiscard]] Bytes card_information(bool extended_length);

}  // namespace fivestar::sim
