// What a chip says of itself: the answer to reset and EF.ATR/INFO.
#pragma once

#include "crypto/base/bytes.hpp"
#include "sim/chip/chip.hpp"

namespace fivestar::sim {

/// The ATR of a contact card with T=0, or the one that a PC/SC reader makes up of a contactless card's historical
/// bytes.
[[nodiscard]] Bytes answer_to_reset(Interface interface, bool extended_length);

/// EF.ATR/INFO (ISO/IEC 7816-4 §12.2.2): card capabilities and, with extended length, the longest command and answer.
[[nodiscard]] Bytes card_information(bool extended_length);

}  // namespace fivestar::sim
