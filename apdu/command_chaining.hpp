// SPDX-License-Identifier: Apache-2.0
// Command chaining (ISO/IEC 7816-4 §5.3.3): sends data that one short command cannot hold as several commands, where
// extended length is not available.
#pragma once

#include "apdu/channel.hpp"

namespace fivestar::apdu {

class CommandChaining final : public Channel {
  public:
    /// With `extended_length` (reader and card both take it) every command passes unchanged. `next` must outlive this
    /// channel.
    CommandChaining(Channel& next, bool extended_length) : next_(next), extended_length_(extended_length) {}

    /// Returns the answer to the last command of the chain, or the first answer that is not 9000. An Le above 256
    /// becomes 256, the maximum of the short form. `invalid_argument` for long data under a proprietary class byte (bit
    /// 8 set), which has no chaining bit.
    Result<Response> transmit(const Command& command) override;

  private:
    Channel& next_;
    bool extended_length_;
};

}  // namespace fivestar::apdu
