// SPDX-License-Identifier: Apache-2.0
// A read, told as named steps: select, gain access, read and verify the files, decode, check. Straight-line blocking
// code on the reader's thread; knows no HTTP and no PC/SC.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "crypto/pki/trust_store.hpp"
#include "daemon/reading/read_observer.hpp"
#include "daemon/reading/read_outcome.hpp"
#include "daemon/reading/read_request.hpp"
#include "identity/portrait.hpp"
#include "identity/pseudonym.hpp"
#include "identity/verification/passive_authentication.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace fivestar::daemon {

/// The environment of a read. It shares ownership, so that a running read keeps its trust store when another one is
/// loaded.
struct ReadEnvironment {
    std::shared_ptr<const crypto::TrustStore> trust;      ///< never null
    std::shared_ptr<const crypto::TrustStore> lds_trust;  ///< anchors of the five-star LDS profile; null: profile off
    identity::AlgorithmPolicy algorithm_policy;
    std::chrono::year_month_day today;  ///< in the configured time zone
    /// fnmatch(3) patterns over the names of readers of other makers whose security module is believed.
    std::vector<std::string> sam_readers = {};
    bool pace_fallback_to_bac = false;   ///< BAC where the chip offers PACE and it failed
    std::chrono::seconds slow_mode{60};  ///< how much longer a chip may take that was given wrong passwords before
    std::shared_ptr<const identity::Pseudonyms> pseudonyms = {};  ///< null: there is no key for them
    /// Called when the chip answers that it delays access after wrong passwords; may be empty.
    std::function<void()> on_slow_mode = {};
    /// Turns a portrait into one that every client can show, in place. Returns the finding if it fails, else `none`.
    /// May be empty: portraits then stay as the card has them.
    std::function<Reason(identity::Portrait&)> decode_portrait = {};
};

/// Reads the card in `connection`: by its ATR as a Chinese identity card behind a security module (sam_read.hpp), else
/// as a document.
///
/// Errors: `access_required` (a key is needed and none of the right kind was given), `access_denied` (the chip refused
/// the key; sw 63Cx carries the tries left), `unsupported` (no application we know; with detail `sam_required` a
/// Chinese identity card on a reader without security module), `sam_error`, transport errors as the connection gives
/// them, `secure_messaging_failed`, `malformed` (a mandatory file cannot be read at all), `cancelled` (stop was
/// requested). A file that is absent, refused or odd is a finding in the outcome, not an error.
[[nodiscard]] Result<ReadOutcome> read_card(apdu::CardConnection& connection, const ReadRequest& request,
                                            const ReadEnvironment& environment, Random& random, const Clock& clock,
                                            ReadObserver& observer, const std::stop_token& stop);

}  // namespace fivestar::daemon
