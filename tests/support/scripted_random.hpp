// SPDX-License-Identifier: Apache-2.0
// A random source that returns given octets in order. The test must supply enough of them.
#pragma once

#include "crypto/base/random.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fivestar::test {

class ScriptedRandom final : public Random {
  public:
    explicit ScriptedRandom(Bytes octets) : octets_(std::move(octets)) {}

    void fill(MutableByteView to) override {
        if (to.size() > octets_.size() - at_) throw std::runtime_error{"scripted random ran dry"};
        std::copy_n(octets_.begin() + static_cast<std::ptrdiff_t>(at_), to.size(), to.begin());
        at_ += to.size();
    }

  private:
    Bytes octets_;
    std::size_t at_ = 0;
};

}  // namespace fivestar::test
