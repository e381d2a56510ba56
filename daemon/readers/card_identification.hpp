// SPDX-License-Identifier: Apache-2.0
// The kind of a card and the interface of its reader, found out without reading the card.
#pragma once

#include "apdu/card_access.hpp"
#include "apdu/card_connection.hpp"
#include "daemon/readers/reader_view.hpp"

#include <optional>
#include <span>
#include <string>

namespace fivestar::daemon {

/// Returns the kind of a Chinese ID card, which is no ISO 14443-4 card: the reader makes up an ATR that identifies it,
/// and it does not answer commands. `nullopt` for any other ATR.
[[nodiscard]] std::optional<CardKind> kind_by_atr(ByteView atr);

/// Returns the interface that an ATR suggests; `unknown` for an empty ATR. Contactless readers make up `3B 8n 80 01 …`
/// (PC/SC part 3 §3.1.3.2.3.1); no contact card is known to show it. Cards behind a security module have an ATR of
/// their own, which proves nothing.
[[nodiscard]] ReaderInterface interface_by_atr(ByteView atr);

struct Identification {
    CardKind kind = CardKind::unknown;
    bool offers_pace = false;  ///< EF.CardAccess lists a variant of PACE that we know
    apdu::CardAccessPlace card_access = apdu::CardAccessPlace::not_searched;
    bool reader_takes_extended_length = true;  ///< always true for a card with T=0, which does not show it
};

/// Identifies a card: `emrtd` if the eMRTD application can be selected, else `unknown`. An eMRTD is then reset, which
/// makes its master file current again, and its EF.CardAccess is read, from the application if the master file has
/// none; other cards are left alone. Takes two exchanges with a usual chip that has the file, six with one that has
/// none (docs/decisions/0014-search-for-card-access-at-insertion.md). Errors: those of the connection.
[[nodiscard]] Result<Identification> identify(apdu::CardConnection& connection);

/// True if records from the security module of this reader are trusted: it is a reader of libifd-samv, by the vendor
/// and type that its driver gives, or its name matches a pattern of `named` (fnmatch(3)). A card's ATR and answers do
/// not count, because a smart card can imitate them.
[[nodiscard]] bool believes_module_of(const apdu::ReaderDescription& reader, std::span<const std::string> named);

}  // namespace fivestar::daemon
