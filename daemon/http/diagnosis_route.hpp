// GET /v1/diagnosis: what is wrong, and what to do about it.
#pragma once

#include "daemon/http/route_table.hpp"
#include "diagnosis/finding.hpp"

#include <functional>
#include <vector>

namespace fivestar::daemon {

/// The findings of this moment; called on the I/O thread for each request.
using DiagnosisSource = std::function<std::vector<diagnosis::Finding>()>;

void add_diagnosis_route(RouteTable& table, DiagnosisSource findings);

}  // namespace fivestar::daemon
