// SPDX-License-Identifier: Apache-2.0
// A card that is nothing but its recording: each command of it, in order, brings the answer that was recorded.
#pragma once

#include "apdu/card_connection.hpp"
#include "tests/bench/link.hpp"
#include "tests/bench/recording.hpp"

#include <cstddef>

namespace fivestar::bench {

class PlayedCard {
  public:
    /// The recording outlives the card.
    PlayedCard(const Recording& recording, Link link) : recording_(recording), link_(link) {}

    /// Borrowed from the recording. A command out of turn is answered with 6D00 and changes nothing; the first command
    /// of the recording is in turn after a reset and after the last.
    [[nodiscard]] ByteView transmit(ByteView command);
    void reset() { next_ = 0; }
    [[nodiscard]] ByteView atr() const { return recording_.atr; }

  private:
    const Recording& recording_;
    const Link link_;
    std::size_t next_ = 0;
};

/// The card in a reader of this process.
class PlayedConnection final : public apdu::CardConnection, private apdu::Channel {
  public:
    PlayedConnection(const Recording& recording, Link link) : card_(recording, link) {}

    apdu::Channel& channel() override { return *this; }
    ByteView atr() const override { return card_.atr(); }
    apdu::Protocol protocol() const override { return apdu::Protocol::t1; }
    bool extended_length() const override { return true; }
    Result<void> reset() override {
        card_.reset();
        return {};
    }

  private:
    Result<apdu::Response> transmit(const apdu::Command& command) override;

    PlayedCard card_;
};

}  // namespace fivestar::bench
