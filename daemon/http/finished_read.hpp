// A read that succeeded, as it is answered and held: whose it is, where it came from, what it brought.
#pragma once

#include "daemon/http/evidence_json.hpp"
#include "daemon/policy/grants.hpp"
#include "daemon/reading/read_outcome.hpp"

#include <optional>
#include <string>

namespace fivestar::daemon {

/// Where a read belongs.
struct ReadLabel {
    std::string id = {};           ///< 128 random bits, 32 hexadecimal digits
    ClientId client = {};          ///< the only one it exists for
    std::string reader = {};       ///< id
    std::string reader_name = {};  ///< as the reader calls itself; grants may name it
    std::string card = {};         ///< id
};

/// Immutable once made and shared: an answer being written keeps it alive past its end in the store.
struct FinishedRead {
    ReadLabel label;
    FieldSet fields;  ///< what the client asked to see, within its grants of that moment
    ReadOutcome outcome;
    std::optional<SealedEvidence> evidence = {};  ///< if it was asked for
};

}  // namespace fivestar::daemon
