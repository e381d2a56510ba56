// A read as programs want it that know only the fields of a citizen's card: GET /v1/reads/{id}?view=citizen. Such
// programs cannot tell that a holder is no citizen, so a card that the fields do not fit is refused, not squeezed in.
#pragma once

#include "daemon/api/problem.hpp"
#include "daemon/reads/finished_read.hpp"

#include <chrono>
#include <expected>
#include <string_view>

#include <boost/json/object.hpp>

namespace fivestar::daemon {

inline constexpr std::string_view citizen_view_name = "citizen";

/// The answer of the read with `citizen` in the place of `record`, in zeroizing memory: name, sex, ethnicity,
/// birth_date, address, number, issuing_authority, valid_from, valid_until and portrait, each if the field it comes
/// from is in `fields`. `not_granted` without `document.type`, which the refusal would tell; `not_representable` for
/// all but citizens and residents from Hong Kong, Macao and Taiwan.
[[nodiscard]] std::expected<boost::json::object, Problem> citizen_json(const ReadLabel& label,
                                                                       const ReadOutcome& outcome,
                                                                       const FieldSet& fields,
                                                                       std::chrono::year_month_day today);

}  // namespace fivestar::daemon
