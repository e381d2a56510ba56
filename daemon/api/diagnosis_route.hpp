// GET /v1/diagnosis: what is wrong, and what to do about it.
#pragma once

#include "daemon/http/route_table.hpp"
#include "diagnosis/finding.hpp"

#include <functional>

namespace fivestar::daemon {

/// The diagnosis of this moment; called on the I/O thread for each request.
using DiagnosisSource = std::function<diagnosis::Diagnosis()>;

void add_diagnosis_route(RouteTable& table, DiagnosisSource diagnosis);

}  // namespace fivestar::daemon
