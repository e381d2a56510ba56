// SPDX-License-Identifier: Apache-2.0
// Security modules that said of themselves that they cannot read: known from the reads that failed.
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

/// From any thread.
class ModuleTroubles {
  public:
    /// What the module in this reader said at the end of a read: SW3 of GA/T 467; 0 if it had nothing to complain of.
    void note(std::string_view reader, std::uint8_t module_code);
    /// Whether there is any finding.
    [[nodiscard]] bool any() const;
    /// `sam_not_authorised` for each reader whose module's last word was 66 (not authorised) or 60 (self-test failed).
    [[nodiscard]] std::vector<diagnosis::Finding> findings() const;

  private:
    mutable std::mutex mutex_;
    std::set<std::string, std::less<>> readers_;
};

}  // namespace fivestar::daemon
