// EF.CardAccess, found wherever a chip keeps it (ICAO Doc 9303-10 §3.11.3).
#pragma once

#include "apdu/card_connection.hpp"
#include "apdu/file_reader.hpp"

#include <optional>

namespace fivestar::apdu {

struct CardAccess {
    std::optional<Bytes> file = {};  ///< nullopt if the chip has none, or does not give it
    /// Reader and chip are believed to take extended length: the chip did not refuse an extended Le, whatever it said
    /// of the file. It may still refuse one later.
    bool extended_length = false;
};

/// What 6A82 to the file's short identifier means: that there is no such file, or, of a chip of which something else
/// says that it has one, perhaps only that it knows no short identifiers, or has another application selected.
enum class Absence : std::uint8_t { believed, doubted };

/// Reads the file before any application is selected: the master file is current after a reset, and some chips refuse
/// to select it, or hang. First with an extended Le, where the reader claims it and the protocol is T=1: that brings
/// the whole file, or the word that there is none, and tells of extended length. If it brings neither, in short pieces;
/// a chip that then says neither yes nor that there is no such file is reset, for an application may be selected, and
/// asked again; then the master file is selected, by its identifier and without one. One exchange where the chip is as
/// the standard has it and takes extended length, or has no such file; some 30 at most. Where absence is doubted, the
/// file is also selected by its identifier, and 6A82 is a refusal like others.
///
/// A chip's refusal is no error: the file is then not there. Errors: those of `connection`.
Result<CardAccess> read_card_access(CardConnection& connection, Absence absence = Absence::believed);

/// The same file by the reader of the others, which knows how this chip names files: where chips keep it in the
/// application that is selected. nullopt if it is not there. Absence is doubted. Errors: those of `channel`.
Result<std::optional<Bytes>> read_card_access_in_application(Channel& channel, FileReader& reader);

}  // namespace fivestar::apdu
