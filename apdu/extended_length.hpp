// Whether extended length works with this reader and this card together.
#pragma once

#include "apdu/card_connection.hpp"

namespace fivestar::apdu {

/// Tries it in the clear, before there is a session to lose: one READ BINARY of EF.CardAccess with an extended Le,
/// whose answer may be anything but a complaint about its form. Not tried, and false, where the reader does not claim
/// extended length or the protocol is T=0. A transport failure is taken for "no", after a reset of the card.
///
/// True is the best that can be known now: a chip may still refuse later, which `ReadSizes` is for. Call before
/// selecting the application. Errors: those of the connection.
Result<bool> probe_extended_length(CardConnection& connection);

}  // namespace fivestar::apdu
