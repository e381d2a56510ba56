// SELECT (ISO/IEC 7816-4 §11.2.2), in the forms that documents in the field understand.
#pragma once

#include "apdu/channel.hpp"

#include <cstdint>

namespace fivestar::apdu {

/// P1: what the data field names.
enum class SelectBy : std::uint8_t { ef_identifier = 0x02, application_identifier = 0x04 };

/// Selects without asking for file control information: P2=0C and no Le, since many chips refuse an Le there. Where a
/// chip refuses that form itself (6A86, 6A87, 6700, 6B00, 6Cxx) P2=00 with Le is the second and last.
///
/// Errors: `file_not_found` for 6A82, `access_denied` for 6982, `unexpected_status` for the rest, all with `sw`; those
/// of `channel`.
Result<void> select(Channel& channel, SelectBy by, ByteView name);

}  // namespace fivestar::apdu
