// SPDX-License-Identifier: Apache-2.0
// The read of a Chinese identity card behind a security module, told as named steps: the module's id, the stream of
// text and portrait, appended addresses, the record. What the card holds is proved by nothing that could be checked
// here: it is believed, or not, because of the reader.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/clock.hpp"
#include "daemon/reading/read_card.hpp"
#include "daemon/reading/read_observer.hpp"
#include "daemon/reading/read_outcome.hpp"
#include "daemon/reading/read_request.hpp"

#include <stop_token>

namespace fivestar::daemon {

/// Reads the card in `connection`, whose ATR is that of such a reader. Keys are not needed, and not used.
///
/// Errors: those of `apdu::SamCard::read`, `unsupported` for a kind of card nobody knows, `cancelled`. Appended
/// addresses that cannot be read are a finding (`appended_addresses_unreadable`), not an error.
[[nodiscard]] Result<ReadOutcome> read_sam_card(apdu::CardConnection& connection, const ReadRequest& request,
                                                const ReadEnvironment& environment, const Clock& clock,
                                                ReadObserver& observer, const std::stop_token& stop);

}  // namespace fivestar::daemon
