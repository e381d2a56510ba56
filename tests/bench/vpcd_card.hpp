// SPDX-License-Identifier: Apache-2.0
// A played card in a virtual reader of vpcd, served on a thread of its own.
#pragma once

#include "sim/chip/vpcd_wire.hpp"
#include "tests/bench/played_card.hpp"

#include <cstdint>
#include <thread>

namespace fivestar::bench {

class VpcdCard {
  public:
    /// Connects to the reader; throws std::runtime_error if nobody listens. The card outlives this.
    VpcdCard(PlayedCard& card, std::uint16_t port);
    VpcdCard(const VpcdCard&) = delete;
    VpcdCard& operator=(const VpcdCard&) = delete;
    /// Takes the card out of the reader.
    ~VpcdCard();

  private:
    void serve();
    [[nodiscard]] bool answer(ByteView frame);

    PlayedCard& card_;
    sim::VpcdConnection connection_;
    sim::WakeUp leave_;
    std::thread thread_;
};

}  // namespace fivestar::bench
