// SPDX-License-Identifier: Apache-2.0
// The page of metrics for node_exporter, in the text format of Prometheus.
#pragma once

#include "crypto/base/clock.hpp"
#include "trust_update/candidate.hpp"
#include "trust_update/source_state.hpp"

#include <optional>
#include <span>
#include <string>

namespace fivestar::trust_update {

struct SourceReport {
    Source source;
    SourceState state;
    std::optional<ListFacts> list;  ///< the list that is there, if it is good
};

[[nodiscard]] std::string metrics_page(std::span<const SourceReport> reports, WallTime now);

}  // namespace fivestar::trust_update
