// SPDX-License-Identifier: Apache-2.0
// Secure messaging on the chip's side, for tests: written from ICAO Doc 9303-11 §9.8 independently of the terminal's
// side. It also signs invalid answers, like a hostile chip.
#pragma once

#include "apdu/command.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/mac.hpp"

namespace fivestar::test {

class ChipSession {
  public:
    ChipSession(crypto::BlockCipher cipher, ByteView encryption, ByteView mac, ByteView counter);

    /// The plain command; throws std::runtime_error if it does not follow the standard or its MAC is wrong.
    apdu::Command unprotect(const apdu::Command& command);

    /// DO'87' (DO'85' if `odd`; none for no octets), DO'99', DO'8E' and the status word.
    Bytes protect(ByteView plain, std::uint16_t sw, bool odd = false);

    /// Any `objects` with a right DO'8E' over them and this outer status word.
    Bytes sign(ByteView objects, std::uint16_t outer_sw);

  private:
    Bytes vector();
    Bytes finish(ByteView objects, std::uint16_t outer_sw);
    void count();

    crypto::CbcCipher cipher_;
    crypto::Mac mac_;
    Bytes counter_;
    std::size_t block_;
};

}  // namespace fivestar::test
