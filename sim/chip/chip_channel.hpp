// SPDX-License-Identifier: Apache-2.0
// An apdu::Channel to a simulated chip in the same process.
#pragma once

#include "apdu/channel.hpp"
#include "sim/chip/chip.hpp"

namespace fivestar::sim {

class ChipChannel final : public apdu::Channel {
  public:
    /// Powers the chip on. The chip must outlive the channel.
    explicit ChipChannel(Chip& chip);

    /// Errors: `card_removed` if the card is removed, `deadline_exceeded` (at once) if it is silent,
    /// `transport_failure` for a response without a status word.
    Result<apdu::Response> transmit(const apdu::Command& command) override;

  private:
    Chip& chip_;
};

}  // namespace fivestar::sim
