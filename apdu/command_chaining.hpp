// Sends data that one short command cannot hold as a chain of commands (ISO/IEC 7816-4 §5.3.3) where extended length
// is not available.
#pragma once

#include "apdu/channel.hpp"

namespace fivestar::apdu {

class CommandChaining final : public Channel {
  public:
    /// `extended_length`: whether reader and card both take it; then everything passes as it is. `next` must outlive
    /// this channel.
    CommandChaining(Channel& next, bool extended_length) : next_(next), extended_length_(extended_length) {}

    /// The answer to the last command of the chain, or the first answer in it that is not 9000. An Le above 256 becomes
    /// 256, "all there are" in the short form. `invalid_argument` for long data under a proprietary class byte (bit 8
    /// set), where no bit means chaining.
    Result<Response> transmit(const Command& command) override;

  private:
    Channel& next_;
    bool extended_length_;
};

}  // namespace fivestar::apdu
