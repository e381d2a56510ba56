// SPDX-License-Identifier: Apache-2.0
// Renders a read for programs that know only the fields of a citizen's card: GET /v1/reads/{id}?view=citizen. Such
// programs cannot tell that a holder is no citizen, so documents that the fields do not fit are refused.
#pragma once

#include "daemon/api/problem.hpp"
#include "daemon/reads/finished_read.hpp"

#include <expected>
#include <string_view>

namespace fivestar::daemon {

inline constexpr std::string_view citizen_view_name = "citizen";

/// Renders the answer of the read with `citizen` in the place of `record`: name, sex, ethnicity, birth_date, address,
/// number, issuing_authority, valid_from, valid_until and portrait, each if its field is in `fields`. `not_granted`
/// without `document.type`, which a refusal reveals. `not_representable` for all documents but those of citizens and of
/// residents from Hong Kong, Macao and Taiwan.
[[nodiscard]] std::expected<Utf8Text, Problem> citizen_json(const ReadLabel& label, const ReadOutcome& outcome,
                                                            const FieldSet& fields);

}  // namespace fivestar::daemon
