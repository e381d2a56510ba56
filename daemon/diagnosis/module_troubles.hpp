// SPDX-License-Identifier: Apache-2.0
// Security modules that reported in a failed read that they cannot read.
#pragma once

#include "diagnosis/finding.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// Any thread.
class ModuleTroubles {
  public:
    /// Records the status of the module in this reader at the end of a read: SW3 of GA/T 467; 0 for success.
    void note(std::string_view reader, std::uint8_t module_code);
    /// True if there are findings.
    [[nodiscard]] bool any() const;
    /// Returns `sam_not_authorised` for each reader whose module last reported 66 (not authorised) or 60 (self-test
    /// failed).
    [[nodiscard]] std::vector<diagnosis::Finding> findings() const;

  private:
    mutable std::mutex mutex_;
    std::set<std::string, std::less<>> readers_;
};

}  // namespace fivestar::daemon
