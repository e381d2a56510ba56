// A read that succeeded, as it is answered and held: whose it is, where it came from, what it brought.
#pragma once

#include "daemon/api/evidence_json.hpp"
#include "daemon/policy/grants.hpp"
#include "daemon/reading/read_outcome.hpp"
#include "daemon/reads/kept_answers.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fivestar::daemon {

/// Where a read belongs.
struct ReadLabel {
    std::string id = {};           ///< 128 random bits, 32 hexadecimal digits
    ClientId client = {};          ///< the only one it exists for
    std::string reader = {};       ///< id
    std::string reader_name = {};  ///< as the reader calls itself; grants may name it
    std::string card = {};         ///< id
};

/// What an answer of a finished read depends on besides the read.
struct ReadQuestion {
    std::shared_ptr<const Grants> grants;  ///< of who asks: others are others, whatever they grant
    std::string_view view;                 ///< a literal: the name of the view, empty for the whole record
    std::chrono::year_month_day today;     ///< in the configured time zone

    friend bool operator==(const ReadQuestion&, const ReadQuestion&) = default;
};

/// Immutable once made and shared: an answer being written keeps it alive past its end in the store.
struct FinishedRead {
    ReadLabel label;
    FieldSet fields;  ///< what the client asked to see, within its grants of that moment
    ReadOutcome outcome;
    std::optional<SealedEvidence> evidence = {};     ///< if it was asked for
    mutable KeptAnswers<ReadQuestion> answers = {};  ///< the I/O thread's own; they end with the read
};

}  // namespace fivestar::daemon
