// SPDX-License-Identifier: Apache-2.0
// A connection to a card that can be pulled out: from then on every exchange ends with `card_removed`.
#pragma once

#include "apdu/card_connection.hpp"

#include <atomic>
#include <memory>

namespace fivestar::daemon {

class PluggedConnection final : public apdu::CardConnection {
  public:
    /// `pulled` is set, once, by whoever takes the card out.
    PluggedConnection(std::unique_ptr<apdu::CardConnection> card, std::shared_ptr<const std::atomic<bool>> pulled);

    apdu::Channel& channel() override { return channel_; }
    ByteView atr() const override { return card_->atr(); }
    apdu::Protocol protocol() const override { return card_->protocol(); }
    bool extended_length() const override { return card_->extended_length(); }
    apdu::ReaderDescription reader() const override { return card_->reader(); }
    Result<void> reset() override;

  private:
    class PluggedChannel final : public apdu::Channel {
      public:
        explicit PluggedChannel(PluggedConnection& connection) : connection_(connection) {}
        Result<apdu::Response> transmit(const apdu::Command& command) override;

      private:
        PluggedConnection& connection_;
    };

    const std::unique_ptr<apdu::CardConnection> card_;
    const std::shared_ptr<const std::atomic<bool>> pulled_;
    PluggedChannel channel_{*this};
};

}  // namespace fivestar::daemon
