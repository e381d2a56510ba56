// A port with a rate, and the search for the rate that a module is set to.
#pragma once

#include "crypto/base/clock.hpp"
#include "samv/command.hpp"
#include "samv/port.hpp"

namespace fivestar::driver {

class RatedPort : public samv::Port {
  public:
    /// Of this side alone; the module is told nothing.
    virtual Result<void> set_rate(samv::Rate rate) = 0;
};

/// Asks for the module's status at every rate, the fastest first, and leaves the port at the first where a reply comes,
/// whatever it says. `deadline_exceeded` where none does, after 0.3 s a rate; the port's errors.
Result<samv::Rate> detect_rate(RatedPort& port, const Clock& clock);

}  // namespace fivestar::driver
