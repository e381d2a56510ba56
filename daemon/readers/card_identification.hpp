// SPDX-License-Identifier: Apache-2.0
// What kind of card lies there, found out without reading it.
#pragma once

#include "apdu/card_connection.hpp"
#include "daemon/readers/reader_view.hpp"

#include <optional>

namespace fivestar::daemon {

/// Chinese ID cards are not ISO 14443-4 cards, so that the ATR a reader makes up for them tells them apart and nothing
/// need, or can, be asked. `nullopt` for any other ATR.
[[nodiscard]] std::optional<CardKind> kind_by_atr(ByteView atr);

/// By which interface a card with this ATR is met: contactless readers make up `3B 8n 80 01 …` (PC/SC part 3
/// §3.1.3.2.3.1), which a contact card could show as well, but none known does. One that
/// a security module reads has an ATR of its own, which proves nothing. `unknown` for an empty ATR.
[[nodiscard]] ReaderInterface interface_by_atr(ByteView atr);

struct Identification {
    CardKind kind = CardKind::unknown;
    bool offers_pace = false;                  ///< EF.CardAccess lists a variant of PACE that we know
    bool reader_takes_extended_length = true;  ///< not judged by a card with T=0
};

/// Asks: `emrtd` if the eMRTD application can be selected, else `unknown`. An eMRTD is then reset, which makes its
/// master file current again, and its EF.CardAccess read; other programs' cards are left alone. Errors: the
/// connection's.
[[nodiscard]] Result<Identification> identify(apdu::CardConnection& connection);

}  // namespace fivestar::daemon
