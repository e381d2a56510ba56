// SPDX-License-Identifier: Apache-2.0
// A read that succeeded, as it is answered and held.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/utf8.hpp"
#include "daemon/policy/grants.hpp"
#include "daemon/reading/read_outcome.hpp"

#include <functional>
#include <optional>
#include <string>

namespace fivestar::daemon {

/// Identifies a read, its client, its reader and its card.
struct ReadLabel {
    std::string id = {};           ///< 128 random bits, 32 hexadecimal digits
    ClientId client = {};          ///< the only client that can see the read
    std::string reader = {};       ///< id
    std::string reader_name = {};  ///< of the device; grants may name it
    std::string card = {};         ///< id
};

struct EvidenceSignature {
    std::string key;  ///< its id
    Bytes value;      ///< DER of (r, s)
};

/// Evidence in the form in which it is handed out: text, and the daemon's signature over it.
struct SealedEvidence {
    Utf8Text statement;
    std::optional<EvidenceSignature> signature = {};  ///< nothing if no key is configured
};

/// Writes the evidence that a client with these fields may see as a statement, and signs it.
using EvidenceSealer =
    std::function<Result<SealedEvidence>(const identity::Evidence& evidence, const FieldSet& fields)>;

/// Immutable and shared: an answer that is being written keeps it alive past its end in the store.
struct FinishedRead {
    ReadLabel label;
    FieldSet fields;  ///< what the client asked to see, within its grants of that moment
    ReadOutcome outcome;
    std::optional<SealedEvidence> evidence = {};  ///< if it was asked for
};

}  // namespace fivestar::daemon
