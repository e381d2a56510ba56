// What a chip does after wrong passwords: counts, blocks, slows down. It outlives resets.
#pragma once

#include "apdu/status_word.hpp"
#include "sim/chip/quirks.hpp"

#include <chrono>
#include <cstdint>

namespace fivestar::sim {

class PasswordCounter {
  public:
    /// `quirks` outlive the counter.
    explicit PasswordCounter(const Quirks& quirks) : quirks_(quirks) {}

    /// The answer to the choice of a password: 9000, or 63Cx where some tries are spent, or 6983 when none is left.
    [[nodiscard]] apdu::StatusWord chosen() const;
    [[nodiscard]] bool blocked() const { return quirks_.password_tries && left() == 0; }
    void right() { wrong_ = 0; }
    /// 6300, or 63Cx where tries are counted.
    apdu::StatusWord wrong();
    /// How long a step takes now.
    [[nodiscard]] std::chrono::milliseconds delay() const;

  private:
    [[nodiscard]] std::uint32_t left() const;

    const Quirks& quirks_;
    std::uint32_t wrong_ = 0;
};

}  // namespace fivestar::sim
