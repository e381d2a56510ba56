// SPDX-License-Identifier: Apache-2.0
// One run: fetch what is due, examine it, put it into its place, and report.
#pragma once

#include "crypto/base/clock.hpp"
#include "trust_update/configuration.hpp"
#include "trust_update/list_folder.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace fivestar::trust_update {

enum class Outcome : std::uint8_t {
    good,
    list_failed,       ///< at least one list was not fetched or was refused
    trust_unreadable,  ///< the daemon's directories cannot be read
    disk_failed,       ///< state or metrics cannot be written
};

struct Run {
    const Configuration& configuration;
    const ListFolder& folder;
    WallTime now;
    bool is_forced = false;                          ///< tries every source, due or not
    std::function<double()> chance;                  ///< from 0 to 1, for the spread of attempts
    std::function<void(std::string_view line)> log;  ///< one line, without an end
};

[[nodiscard]] Outcome update(const Run& run);

}  // namespace fivestar::trust_update
