// SPDX-License-Identifier: Apache-2.0
// Watches a read while it runs, on the reader's thread.
#pragma once

#include "daemon/reading/read_outcome.hpp"

#include <cstdint>
#include <string_view>

namespace fivestar::daemon {

struct ReadProgress {
    std::string_view step;  ///< a literal, as in StepReport
    std::uint32_t index;    ///< from 1
    std::uint32_t of;       ///< steps in all, as far as is known now
    std::uint64_t bytes_done;
    std::uint64_t bytes_total;  ///< of the file being read; 0 outside files
};

class ReadObserver {
  public:
    ReadObserver() = default;
    ReadObserver(const ReadObserver&) = delete;
    ReadObserver& operator=(const ReadObserver&) = delete;
    virtual ~ReadObserver() = default;
    /// Called often; must be quick.
    virtual void progress(const ReadProgress& progress) = 0;
    /// Everything but the portrait is there; called once, before the portrait is read, and only if one will be.
    /// The verification is that of the moment: what the portrait's hash will say is not in it yet.
    virtual void text_ready(const ReadOutcome& so_far) = 0;
};

}  // namespace fivestar::daemon
