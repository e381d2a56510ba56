// SPDX-License-Identifier: Apache-2.0
// The one error type of reads.
#pragma once

#include "crypto/base/error.hpp"
#include "daemon/readers/reader_view.hpp"
#include "identity/verification/verification.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fivestar::daemon {

enum class ReadFailureKind : std::uint8_t {
    service_unavailable,  ///< of PC/SC
    service_denied,       ///< by PC/SC
    no_reader,
    no_such_reader,
    reader_unresponsive,
    no_card,
    no_scanned_key,
    several_cards,
    card_changed,         ///< the card that was named is not there
    card_not_read,        ///< `error` says why
    requirement_failed,   ///< `check` did not pass
    evidence_not_sealed,  ///< a defect of the daemon
    abandoned,            ///< the client left, or the daemon shuts down
};

struct ReadFailure {
    ReadFailureKind kind;
    std::string reader = {};                        ///< id, where one was named or chosen
    std::optional<Error> error = {};                ///< of `card_not_read`
    std::vector<AccessKey> accepts = {};            ///< of `card_not_read`: the keys that open the card
    std::optional<identity::CheckName> check = {};  ///< of `requirement_failed`
};

}  // namespace fivestar::daemon
