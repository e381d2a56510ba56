// A smart card that plays a reading machine: it shows the ATR of a Chinese identity card behind a security module and
// hands out a text record by `FF B0`. Any programmable card can do that, so nobody must believe it.
#pragma once

#include "crypto/base/bytes.hpp"
#include "sim/chip/virtual_card.hpp"

namespace fivestar::sim {

class SamImpostor final : public VirtualCard {
  public:
    /// The text record that it claims a module read, 256 octets.
    explicit SamImpostor(ByteView text);

    [[nodiscard]] Bytes atr() const override;
    void power_on() override { powered_ = true; }
    void power_off() override { powered_ = false; }
    void reset() override { powered_ = true; }
    /// The stream, whole or in blocks; a module's id that it made up; 6A81 and 6D00 to everything else.
    Answer transmit(ByteView command) override;
    void speak() override {}

  private:
    Bytes stream_;  ///< lengths, text, portrait
    bool powered_ = false;
};

}  // namespace fivestar::sim
