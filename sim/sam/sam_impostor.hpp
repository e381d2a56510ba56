// SPDX-License-Identifier: Apache-2.0
// A smart card that imitates a reading machine: it has the ATR of a Chinese identity card behind a security module and
// returns a text record to `FF B0`. Any programmable card can do that, so no program may trust it.
#pragma once

#include "crypto/base/bytes.hpp"
#include "sim/chip/virtual_card.hpp"

namespace fivestar::sim {

class SamImpostor final : public VirtualCard {
  public:
    /// The text record that it claims to have from a module, 256 octets.
    explicit SamImpostor(ByteView text);

    [[nodiscard]] Bytes atr() const override;
    void power_on() override { powered_ = true; }
    void power_off() override { powered_ = false; }
    void reset() override { powered_ = true; }
    /// Returns the stream, whole or in blocks, and an invented module id; 6A81 and 6D00 to other commands.
    Answer transmit(ByteView command) override;
    void speak() override {}

  private:
    Bytes stream_;  ///< lengths, text, portrait
    bool powered_ = false;
};

}  // namespace fivestar::sim
