// SPDX-License-Identifier: Apache-2.0
// A reader with a card whose responses are the fuzz input.
#pragma once

#include "apdu/card_connection.hpp"
#include "tests/fuzz/fuzzed_channel.hpp"

#include <cstdint>

namespace fivestar::test {

class FuzzedConnection final : public apdu::CardConnection {
  public:
    /// Bit 0 of `form` is the protocol T=0, bit 1 extended length.
    FuzzedConnection(std::uint8_t form, ByteView answers) : card(answers), form_(form) {}

    apdu::Channel& channel() override { return card; }
    [[nodiscard]] ByteView atr() const override { return {}; }
    [[nodiscard]] apdu::Protocol protocol() const override {
        return (form_ & 1U) != 0 ? apdu::Protocol::t0 : apdu::Protocol::t1;
    }
    [[nodiscard]] bool extended_length() const override { return (form_ & 2U) != 0; }
    Result<void> reset() override { return {}; }

    FuzzedChannel card;

  private:
    std::uint8_t form_;
};

}  // namespace fivestar::test
