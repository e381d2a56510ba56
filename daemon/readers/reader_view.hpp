// SPDX-License-Identifier: Apache-2.0
// Snapshots of readers and cards, and the events of readers.
#pragma once

#include "apdu/card_access.hpp"
#include "crypto/base/clock.hpp"
#include "daemon/readers/reader_source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// The kind of a card, known before it is read. `cn_id_sam`: a Chinese ID card behind a security module; `cn_id_bare`:
/// the same card on a plain reader, which cannot read it.
enum class CardKind : std::uint8_t { emrtd, cn_id_sam, cn_id_bare, unknown };

/// `unresponsive`: a call to the reader has not returned in time; it takes no work until it does.
enum class ReaderState : std::uint8_t { empty, card, reading, unresponsive };

/// A key that opens a chip.
enum class AccessKey : std::uint8_t { mrz, can };

struct CardView {
    std::string id;  ///< random, one per insertion
    CardKind kind = CardKind::unknown;
    bool offers_pace = false;  ///< an eMRTD whose EF.CardAccess lists a known variant of PACE
    apdu::CardAccessPlace card_access = apdu::CardAccessPlace::not_searched;
    WallTime inserted_at = {};

    friend bool operator==(const CardView&, const CardView&) = default;
};

/// Returns the keys that open the card, as far as is known before it is read.
[[nodiscard]] std::vector<AccessKey> access_keys(const CardView& card);

struct ReaderView {
    std::string id;
    std::string name;
    ReaderInterface interface = ReaderInterface::unknown;
    std::string sam_id = {};  ///< printed id of its security module; empty if it is not known
    ReaderState state = ReaderState::empty;
    std::optional<CardView> card = {};
    bool held_by_other_program = false;  ///< at the last attempt to connect this card
    bool takes_extended_length = true;   ///< as found at the last identification

    friend bool operator==(const ReaderView&, const ReaderView&) = default;
};

enum class ReaderEventKind : std::uint8_t {
    reader_added,
    reader_removed,
    card_inserted,  ///< its kind was identified, or could not be in time
    card_removed,
    read_started,
    read_finished,
    reader_unresponsive,
    reader_recovered,
    pcsc_lost,
    pcsc_back,
};

struct ReaderEvent {
    ReaderEventKind kind;
    WallTime at = {};
    std::string reader = {};  ///< its id; empty for `pcsc_lost` and `pcsc_back`
    std::string reader_name = {};
    std::string card = {};                   ///< its id, if the event is about a card
    CardKind card_kind = CardKind::unknown;  ///< of that card
    std::optional<ErrorCode> error = {};     ///< of `read_finished`: why it failed; nothing if it did not
};

// The names in API.md; the tables in reader_view.cpp follow the order of the enumerators.
[[nodiscard]] std::string_view to_string(ServiceState state);
[[nodiscard]] std::string_view to_string(ReaderInterface interface);
[[nodiscard]] std::string_view to_string(ReaderState state);
[[nodiscard]] std::string_view to_string(CardKind kind);
[[nodiscard]] std::string_view to_string(AccessKey key);
[[nodiscard]] std::string_view to_string(ReaderEventKind kind);

}  // namespace fivestar::daemon
