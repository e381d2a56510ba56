// SPDX-License-Identifier: Apache-2.0
// A card in a PC/SC reader, for as long as one job needs it: own context, shared mode, one transaction from beginning
// to end.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/zeroized.hpp"
#include "daemon/pcsc/card.hpp"
#include "daemon/pcsc/context.hpp"
#include "daemon/readers/reader_source.hpp"

#include <memory>
#include <optional>
#include <string>

namespace fivestar::daemon::pcsc {

class PcscConnection final : public apdu::CardConnection {
  public:
    /// Blocks while another program is in a transaction with the card, without limit. Errors: as
    /// `ReaderSource::connect` has them.
    [[nodiscard]] static Result<std::unique_ptr<PcscConnection>> open(const std::string& reader,
                                                                      CardDisposition at_end);

    apdu::Channel& channel() override { return channel_; }
    ByteView atr() const override { return atr_; }
    apdu::Protocol protocol() const override { return card_.protocol().value_or(apdu::Protocol::t0); }
    /// True too for a reader that says nothing: whoever reads finds out.
    bool extended_length() const override { return extended_length_; }
    apdu::ReaderDescription reader() const override;
    Result<void> reset() override;

    /// One of `open`'s; public for std::make_unique.
    PcscConnection(Context context, Card card, std::string reader);

  private:
    /// SCardTransmit: octets as the protocol has them.
    class RawChannel final : public apdu::Channel {
      public:
        explicit RawChannel(PcscConnection& connection);
        Result<apdu::Response> transmit(const apdu::Command& command) override;

      private:
        PcscConnection& connection_;
        PersonalBytes answer_;
    };
    /// APDUs, mapped to the TPDUs of T=0 where that is the protocol.
    class ApduChannel final : public apdu::Channel {
      public:
        explicit ApduChannel(PcscConnection& connection) : connection_(connection), raw_(connection) {}
        Result<apdu::Response> transmit(const apdu::Command& command) override;

      private:
        PcscConnection& connection_;
        RawChannel raw_;
    };

    Result<void> begin(CardDisposition at_end);
    [[nodiscard]] bool ask_extended_length() const;
    [[nodiscard]] Error cause_of(Error error) const;

    const std::string reader_;
    Context context_;  // in this order: the transaction ends before the card is left, and that before the context
    Card card_;
    std::optional<Transaction> transaction_;
    Bytes atr_;
    bool extended_length_ = false;
    ApduChannel channel_{*this};
};

}  // namespace fivestar::daemon::pcsc
