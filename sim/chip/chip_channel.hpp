// A simulated chip as an apdu::Channel, for whoever reads it in the same process.
#pragma once

#include "apdu/channel.hpp"
#include "sim/chip/chip.hpp"

namespace fivestar::sim {

class ChipChannel final : public apdu::Channel {
  public:
    /// Powers the chip on. The chip outlives the channel.
    explicit ChipChannel(Chip& chip);

    /// `card_removed` when the card left, `deadline_exceeded` (at once) when it is silent, `transport_failure` for an
    /// answer without a status word.
    Result<apdu::Response> transmit(const apdu::Command& command) override;

  private:
    Chip& chip_;
};

}  // namespace fivestar::sim
