// SPDX-License-Identifier: Apache-2.0
// Findings of the daemon about itself: configuration, PC/SC, grants, readers, trust, keys and clock. Health, diagnosis
// and metrics come from this one list.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/readers/reader_view.hpp"
#include "daemon/reads/read_troubles.hpp"
#include "daemon/reads/trust_in_use.hpp"
#include "diagnosis/finding.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::daemon {

struct DaemonFacts {
    ServiceState pcsc = ServiceState::connected;
    bool has_clients = true;  ///< a `[[client]]` is configured
    std::vector<ReaderView> readers = {};
    std::optional<std::string> refused_configuration = {};  ///< the fault for which the last reload was refused
    ReadTroubles reads = {};
    bool memory_is_locked = true;
    std::vector<std::string> held_readers = {};  ///< as `ReaderSource::held_readers`
    WallTime now = {};
    WallTime built = {};
};

/// Returns midnight, UTC, of the day on which this program was built. A correct clock never shows an earlier time.
[[nodiscard]] WallTime build_day();

/// Returns the findings. Trust that is still being loaded for the first time is not judged further.
[[nodiscard]] std::vector<diagnosis::Finding> daemon_findings(const DaemonFacts& facts, const TrustInUse& trust);

/// Returns the reasons of health (`GET /v1/health`) among these findings: those that degrade it, by the names there.
[[nodiscard]] std::vector<std::string> health_reasons(const std::vector<diagnosis::Finding>& findings);

/// Returns how many findings there are of each cause that the daemon can know, by its code.
[[nodiscard]] std::vector<std::pair<std::string_view, std::size_t>> count_findings(
    const std::vector<diagnosis::Finding>& findings);

}  // namespace fivestar::daemon
