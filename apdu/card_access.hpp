// SPDX-License-Identifier: Apache-2.0
// Finds and reads EF.CardAccess (ICAO Doc 9303-10 §3.11.3).
#pragma once

#include "apdu/card_connection.hpp"
#include "apdu/file_reader.hpp"
#include "apdu/status_word.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::apdu {

/// Where a chip shows EF.CardAccess before access control. It stays true until the card is removed.
enum class CardAccessPlace : std::uint8_t {
    not_searched,
    by_short_identifier,  ///< in the master file, by its short EF identifier
    by_identifier,        ///< in the master file, selected by its identifier
    in_application,       ///< in the eMRTD application alone
    nowhere,
};

struct CardAccess {
    std::optional<Bytes> file = {};  ///< nullopt if the chip has no such file or refuses it
    CardAccessPlace place = CardAccessPlace::nowhere;
    StatusWord refusal = {};  ///< the chip's last refusal; 0 if it refused nothing
    /// True if the chip did not refuse an extended Le. It may still refuse one later.
    bool extended_length = false;
};

struct CardAccessSearch {
    /// The result of an earlier search on this card. A file that was found is expected: if it is missing, another
    /// program may have left the application selected. If there was none, the chip is asked once.
    CardAccessPlace known = CardAccessPlace::not_searched;
    bool after_reset = false;  ///< the card was just reset
    /// The chip is known to have the file, for instance from DG14: 6A82 is a refusal like any other.
    bool thorough = false;
};

/// Reads the file of the master file before an application is selected. The master file is current after a reset, and
/// some chips refuse to select it, or hang. The attempts, each made only if the one before it neither brought the file
/// nor said that there is none:
///
/// 1. One READ BINARY by short EF identifier, with an extended Le where the reader claims extended length and the
///    protocol is T=1; then in short pieces.
/// 2. The same of the file selected by its identifier, since 6A82 may be about the short one.
/// 3. Both after a reset, since an application may have been selected.
/// 4. Both after selecting the master file by its identifier, then without one.
///
/// 6A82 to both identifiers, and 6986 to the short one, say that there is no such file. The former is only believed
/// after a reset if the chip does not have EF.COM where it stands: some chips select an application at a reset.
///
/// Takes one exchange with a chip that follows the standard and has the file, two or three if it has none, some 30 at
/// most. A refusal by the chip is no error: `file` is nullopt. Errors: those of `connection`.
Result<CardAccess> read_card_access(CardConnection& connection, CardAccessSearch search = {});

/// Reads the file from the selected application, where some chips keep it. `reader` is the one that reads the other
/// files: it has learned how this chip names them. nullopt if the file is not there. Errors: those of `channel`.
Result<std::optional<Bytes>> read_card_access_in_application(Channel& channel, FileReader& reader);

}  // namespace fivestar::apdu
