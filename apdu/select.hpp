// SPDX-License-Identifier: Apache-2.0
// SELECT (ISO/IEC 7816-4 §11.2.2), in the forms that travel documents accept.
#pragma once

#include "apdu/channel.hpp"

#include <cstdint>

namespace fivestar::apdu {

/// The meaning of the data field, with its value in P1.
enum class SelectBy : std::uint8_t { ef_identifier = 0x02, application_identifier = 0x04 };

/// Selects without requesting file control information (P2=0C, no Le), since many chips refuse an Le there. Where the
/// chip refuses, tries P2=00 with Le; not for an EF that is absent (6A82) or closed (6982). A warning (62xx) is no
/// refusal.
///
/// Errors: `file_not_found` for 6A82, `access_denied` for 6982, `unexpected_status` for the rest, all with the `sw` of
/// the last form; those of `channel`.
Result<void> select(Channel& channel, SelectBy by, ByteView name);

}  // namespace fivestar::apdu
