// SELECT (ISO/IEC 7816-4 §11.2.2), in the forms that documents in the field understand.
#pragma once

#include "apdu/channel.hpp"

#include <cstdint>

namespace fivestar::apdu {

/// P1: what the data field names.
enum class SelectBy : std::uint8_t { ef_identifier = 0x02, application_identifier = 0x04 };

/// Selects without asking for file control information: P2=0C and no Le, since many chips refuse an Le there. Where a
/// chip refuses, P2=00 with Le is the second form and the last; an EF that it says to be absent (6A82) or closed (6982)
/// is asked for once. A warning (62xx) is no refusal.
///
/// Errors: `file_not_found` for 6A82, `access_denied` for 6982, `unexpected_status` for the rest, all with the `sw` of
/// the last form; those of `channel`.
Result<void> select(Channel& channel, SelectBy by, ByteView name);

}  // namespace fivestar::apdu
