// SPDX-License-Identifier: Apache-2.0
// A slow link between reader and card: what an exchange's octets would take on it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace fivestar::bench {

/// The rate at which contactless cards commonly answer (ISO/IEC 14443-4), in bits a second.
inline constexpr std::uint32_t contactless_rate = 424'000;

class Link {
  public:
    /// In bits a second; 0: takes no time at all.
    explicit Link(std::uint32_t rate) : rate_(rate) {}

    /// Sleeps for as long as the octets of an exchange, command and answer, are under way.
    void carry(std::size_t octets) const {
        if (rate_ == 0) return;
        std::this_thread::sleep_for(std::chrono::nanoseconds{octets * 8 * 1'000'000'000 / rate_});
    }

  private:
    std::uint32_t rate_;
};

}  // namespace fivestar::bench
