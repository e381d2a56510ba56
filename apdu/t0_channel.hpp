// Command APDUs as the TPDUs of T=0 (ISO/IEC 7816-3 §12.2), which is what SCardTransmit takes under SCARD_PCI_T0.
//
// pcscd hands the octets through. libccid gives them to the reader as they are, with TPDU and APDU readers alike, and
// the reader's firmware sees to procedure bytes; for readers on character level libccid does that itself. None of them
// issues GET RESPONSE or repeats a command after 6Cxx: both status words reach us. vpcd hands the octets to the virtual
// card whatever the protocol.
#pragma once

#include "apdu/channel.hpp"

namespace fivestar::apdu {

class T0Channel final : public Channel {
  public:
    /// `next` carries TPDUs and must outlive this channel. `ResponseChaining` belongs on top.
    explicit T0Channel(Channel& next) : next_(next) {}

    /// Case 1 is sent with P3=00, case 2 with P3=Le (00 for 256), cases 3 and 4 with P3=Lc; what case 4 expects is left
    /// for GET RESPONSE, and fetched here where the card says 9000 instead of 61xx (§12.2.5, case 4S.2).
    /// `invalid_argument` for extended length, which T=0 does not have.
    Result<Response> transmit(const Command& command) override;

  private:
    Channel& next_;
};

}  // namespace fivestar::apdu
