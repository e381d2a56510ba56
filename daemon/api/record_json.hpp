// The answer of a read, in JSON (docs/API.md), through the policy's filter: a member that is not granted is absent, one
// that the card does not have is null. All of it is built and written in zeroizing memory.
#pragma once

#include "daemon/reads/finished_read.hpp"

#include <chrono>
#include <string_view>

#include <boost/json/object.hpp>

namespace fivestar::daemon {

enum class PortraitMember : std::uint8_t {
    shown,     ///< media type, size and where to fetch it, if granted
    left_out,  ///< it is not read yet
};

/// `fields`: what may be shown now. `today`: in the configured time zone, for what follows from dates.
[[nodiscard]] boost::json::object read_json(const ReadLabel& label, const ReadOutcome& outcome, const FieldSet& fields,
                                            std::chrono::year_month_day today,
                                            PortraitMember portrait = PortraitMember::shown);

/// The same of a finished read, with its evidence, which was written down for the fields of that time: whoever may see
/// fewer now is not shown it.
[[nodiscard]] boost::json::object finished_json(const FinishedRead& read, const FieldSet& fields,
                                                std::chrono::year_month_day today);

/// The object `record` alone.
[[nodiscard]] boost::json::object record_json(const identity::IdentityRecord& record, std::string_view read_id,
                                              const FieldSet& fields, std::chrono::year_month_day today,
                                              PortraitMember portrait = PortraitMember::shown);

/// The answer of a read with `content` in the place of the record, as the member `name`.
[[nodiscard]] boost::json::object answer_json(const ReadLabel& label, const ReadOutcome& outcome,
                                              const FieldSet& fields, std::string_view name,
                                              boost::json::object content);

/// A number that no card showed: all that the record's `number` has, and `number_masked` of its normalised `text`.
[[nodiscard]] boost::json::object number_json(std::string_view text, const identity::CardNumber& number);

/// The object `verification`.
[[nodiscard]] boost::json::object verification_json(const identity::Verification& verification,
                                                    identity::Verdict verdict);

}  // namespace fivestar::daemon
