// SPDX-License-Identifier: Apache-2.0
// The route GET /v1/diagnosis: findings with their remedies.
#pragma once

#include "daemon/http/route_table.hpp"
#include "diagnosis/finding.hpp"

#include <functional>

namespace fivestar::daemon {

/// Returns the current diagnosis. Called on the I/O thread for each request.
using DiagnosisSource = std::function<diagnosis::Diagnosis()>;

void add_diagnosis_route(RouteTable& table, DiagnosisSource diagnosis);

}  // namespace fivestar::daemon
