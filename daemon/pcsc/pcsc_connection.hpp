// SPDX-License-Identifier: Apache-2.0
// A connection to the card in a PC/SC reader, for one job: with its own context, in shared mode, in one transaction.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/zeroized.hpp"
#include "daemon/pcsc/card.hpp"
#include "daemon/pcsc/context.hpp"
#include "daemon/readers/reader_source.hpp"

#include <memory>
#include <string>

namespace fivestar::daemon::pcsc {

class PcscConnection final : public apdu::CardConnection, private apdu::Channel {
  public:
    /// Blocks without limit while another program is in a transaction with the card. Errors: those of
    /// `ReaderSource::connect`.
    [[nodiscard]] static Result<std::unique_ptr<PcscConnection>> open(const std::string& reader,
                                                                      CardDisposition at_end);

    apdu::Channel& channel() override { return *this; }
    ByteView atr() const override { return atr_; }
    apdu::Protocol protocol() const override { return card_.protocol().value_or(apdu::Protocol::t0); }
    /// True, too, for a reader that does not say; a read finds out.
    bool extended_length() const override { return extended_length_; }
    apdu::ReaderDescription reader() const override;
    Result<void> reset() override;

    /// Called by `open`; public for std::make_unique.
    PcscConnection(Context context, Card card, std::string reader);

  private:
    /// Sends the octets of the protocol with SCardTransmit.
    class RawChannel final : public apdu::Channel {
      public:
        explicit RawChannel(PcscConnection& connection);
        Result<apdu::Response> transmit(const apdu::Command& command) override;

      private:
        PcscConnection& connection_;
        PersonalBytes answer_;
    };

    /// Sends an APDU, mapped to TPDUs if the protocol is T=0.
    Result<apdu::Response> transmit(const apdu::Command& command) override;
    Result<void> begin(CardDisposition at_end);
    [[nodiscard]] bool ask_extended_length() const;
    [[nodiscard]] Error cause_of(Error error) const;

    const std::string reader_;
    Context context_;
    Card card_;
    Bytes atr_;
    bool extended_length_ = false;
    RawChannel raw_{*this};
};

}  // namespace fivestar::daemon::pcsc
