// SPDX-License-Identifier: Apache-2.0
// A simulated chip as a card in an embedded reader.
#pragma once

#include "apdu/card_connection.hpp"
#include "apdu/t0_channel.hpp"
#include "daemon/readers/embedded_source.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_channel.hpp"

#include <memory>

namespace fivestar::demo {

class ChipConnection final : public apdu::CardConnection {
  public:
    /// Powers the chip on. Several connections may share it.
    ChipConnection(std::shared_ptr<sim::Chip> chip, sim::Interface interface);

    [[nodiscard]] apdu::Channel& channel() override;
    [[nodiscard]] ByteView atr() const override { return atr_; }
    [[nodiscard]] apdu::Protocol protocol() const override;
    /// The embedded reader supports extended length over T=1, also if the chip does not.
    [[nodiscard]] bool extended_length() const override { return protocol() == apdu::Protocol::t1; }
    Result<void> reset() override;

  private:
    std::shared_ptr<sim::Chip> chip_;
    sim::Interface interface_;
    Bytes atr_;
    sim::ChipChannel octets_;
    apdu::T0Channel t0_;
};

/// A card backed by this chip.
[[nodiscard]] daemon::EmbeddedCard embedded_card(const std::shared_ptr<sim::Chip>& chip, sim::Interface interface);

}  // namespace fivestar::demo
