// SPDX-License-Identifier: Apache-2.0
// Maps command APDUs to the TPDUs of T=0 (ISO/IEC 7816-3 §12.2), which SCardTransmit takes under SCARD_PCI_T0.
//
// pcscd and libccid pass the octets to the reader unchanged, for TPDU and APDU readers alike. The reader's firmware, or
// libccid for readers on character level, handles procedure bytes. None of them sends GET RESPONSE or repeats a command
// after 6Cxx, so both status words arrive here. vpcd passes the octets to the virtual card with any protocol.
#pragma once

#include "apdu/channel.hpp"

namespace fivestar::apdu {

class T0Channel final : public Channel {
  public:
    /// `next` carries TPDUs and must outlive this channel. Put `ResponseChaining` on top.
    explicit T0Channel(Channel& next) : next_(next) {}

    /// Sends case 1 with P3=00, case 2 with P3=Le (00 for 256), cases 3 and 4 with P3=Lc. The data of case 4 is left to
    /// response chaining, or fetched here where the card answers 9000 instead of 61xx (§12.2.5, case 4S.2).
    /// `invalid_argument` for extended length, which T=0 does not have.
    Result<Response> transmit(const Command& command) override;

  private:
    Channel& next_;
};

}  // namespace fivestar::apdu
