// SPDX-License-Identifier: Apache-2.0
// A port with a bit rate, and the detection of the module's rate.
#pragma once

#include "crypto/base/clock.hpp"
#include "samv/command.hpp"
#include "samv/port.hpp"

namespace fivestar::driver {

class RatedPort : public samv::Port {
  public:
    /// Changes this side only; the module is not told.
    virtual Result<void> set_rate(samv::Rate rate) = 0;
};

/// Asks for the module's status at every rate, the fastest first, and keeps the first rate with a reply of any status.
/// Returns `deadline_exceeded` if there is none (0.3 s for each rate), and errors of the port.
Result<samv::Rate> detect_rate(RatedPort& port, const Clock& clock);

}  // namespace fivestar::driver
