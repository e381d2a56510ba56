// EF.CardAccess, found wherever a chip keeps it (ICAO Doc 9303-10 §3.11.3).
#pragma once

#include "apdu/card_connection.hpp"

#include <optional>

namespace fivestar::apdu {

struct CardAccess {
    std::optional<Bytes> file;     ///< nullopt if the chip has none, or does not give it
    bool extended_length = false;  ///< the chip took an extended Le; tried only where there is a file
};

/// Reads the file before any application is selected. Directly first: the master file is current after a reset, and
/// some chips refuse to select it, or hang. A chip that says neither yes nor that there is no such file is reset, for
/// an application may be selected, and asked again; then the master file is selected, by its identifier and without
/// one. One exchange where there is no such file, four where the chip is as the standard has it, some 30 at most.
///
/// A chip's refusal is no error: the file is then not there. Errors: those of `connection`.
Result<CardAccess> read_card_access(CardConnection& connection);

/// The same file, where chips keep it in the application that is selected; nullopt if it is not there.
Result<std::optional<Bytes>> read_card_access_in_application(Channel& channel);

}  // namespace fivestar::apdu
