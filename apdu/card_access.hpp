// SPDX-License-Identifier: Apache-2.0
// Finds and reads EF.CardAccess (ICAO Doc 9303-10 §3.11.3).
#pragma once

#include "apdu/card_connection.hpp"
#include "apdu/file_reader.hpp"

#include <optional>

namespace fivestar::apdu {

struct CardAccess {
    std::optional<Bytes> file = {};  ///< nullopt if the chip has no such file or refuses it
    /// True if the chip did not refuse an extended Le. It may still refuse one later.
    bool extended_length = false;
};

/// How 6A82 to the file's short EF identifier is taken. `believed`: the file does not exist. `doubted`: the chip was
/// seen to offer PACE, so it may only not know short EF identifiers, or have another application selected.
enum class Absence : std::uint8_t { believed, doubted };

/// Reads the file before an application is selected: the master file is current after a reset, and some chips refuse to
/// select it, or hang. The attempts, each made only if the one before it neither brought the file nor said that there
/// is none:
///
/// 1. One READ BINARY with an extended Le, where the reader claims extended length and the protocol is T=1.
/// 2. The file in short pieces.
/// 3. The same after a reset, since an application may have been selected.
/// 4. The same after selecting the master file by its identifier, then without one.
///
/// Takes one exchange with a chip that follows the standard, some 30 at most. Where absence is doubted, the file is
/// also selected by its identifier, and 6A82 is a refusal like any other.
///
/// A refusal by the chip is no error: `file` is nullopt. Errors: those of `connection`.
Result<CardAccess> read_card_access(CardConnection& connection, Absence absence = Absence::believed);

/// Reads the file from the selected application, where some chips keep it. `reader` is the one that reads the other
/// files: it has learned how this chip names them. nullopt if the file is not there. Absence is doubted. Errors: those
/// of `channel`.
Result<std::optional<Bytes>> read_card_access_in_application(Channel& channel, FileReader& reader);

}  // namespace fivestar::apdu
