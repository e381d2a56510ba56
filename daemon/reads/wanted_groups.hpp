// SPDX-License-Identifier: Apache-2.0
// Which data groups an answer needs.
#pragma once

#include "daemon/policy/field_set.hpp"
#include "daemon/reading/read_request.hpp"

namespace fivestar::daemon {

/// Returns the data groups that hold these fields. Fields that may only be compared count like those that are shown.
[[nodiscard]] WantedGroups groups_for(const FieldSet& fields);

}  // namespace fivestar::daemon
