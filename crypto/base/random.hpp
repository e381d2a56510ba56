// SPDX-License-Identifier: Apache-2.0
// `Random` is the source of nonces. It is an interface, so that a recorded read can be replayed with the same
// challenges.
#pragma once

#include "crypto/base/bytes.hpp"

namespace fivestar {

class Random {
  public:
    Random() = default;
    Random(const Random&) = delete;
    Random& operator=(const Random&) = delete;
    virtual ~Random() = default;
    /// Fills all of `to`. Does not fail: an implementation without entropy terminates the process.
    virtual void fill(MutableByteView to) = 0;
};

/// The kernel's generator, getrandom(2).
class SystemRandom final : public Random {
  public:
    void fill(MutableByteView to) override;
};

}  // namespace fivestar
