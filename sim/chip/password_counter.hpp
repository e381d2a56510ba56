// SPDX-License-Identifier: Apache-2.0
// Reaction of a chip to wrong passwords: counting, blocking, slow mode. The counter survives resets.
#pragma once

#include "apdu/status_word.hpp"
#include "sim/chip/quirks.hpp"

#include <chrono>
#include <cstdint>

namespace fivestar::sim {

class PasswordCounter {
  public:
    /// `quirks` must outlive the counter.
    explicit PasswordCounter(const Quirks& quirks) : quirks_(quirks) {}

    /// The response to MSE:Set AT: 9000, or 63Cx after wrong passwords, or 6983 if no try is left.
    [[nodiscard]] apdu::StatusWord chosen() const;
    [[nodiscard]] bool blocked() const { return quirks_.password_tries && left() == 0; }
    void right() { wrong_ = 0; }
    /// The response to a wrong password: 6300, or 63Cx if tries are counted.
    apdu::StatusWord wrong();
    /// The current delay of a step.
    [[nodiscard]] std::chrono::milliseconds delay() const;

  private:
    [[nodiscard]] std::uint32_t left() const;

    const Quirks& quirks_;
    std::uint32_t wrong_ = 0;
};

}  // namespace fivestar::sim
