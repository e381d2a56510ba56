// SPDX-License-Identifier: Apache-2.0
// Response chaining (ISO/IEC 7816-4 §5.3.4, §5.6): fetches the data that a card announces with 61xx, and repeats a
// command whose Le the card corrects with 6Cxx. It stands below secure messaging, where T=0 delivers every answer this
// way, and above it, where both status words may come protected in DO'99' and each GET RESPONSE is a protected command.
// The lower one leaves whole protected answers to the upper one.
#pragma once

#include "apdu/channel.hpp"

namespace fivestar::apdu {

/// Bounds on the answer to one command.
struct ResponseLimits {
    std::size_t parts = 512;      ///< GET RESPONSE commands
    std::size_t octets = 65'536;  ///< of the joined answer
};

/// Makes the GET RESPONSE after a command of class `cla`: on the same logical channel, without the bits for chaining
/// and secure messaging (§5.4.1). `le` is 1 to 256.
[[nodiscard]] Command get_response(std::uint8_t cla, std::uint32_t le);

class ResponseChaining final : public Channel {
  public:
    /// `next` must outlive this channel.
    explicit ResponseChaining(Channel& next, ResponseLimits limits = {}) : next_(next), limits_(limits) {}

    /// Returns the joined data with the last status word. For a command without Le, 61xx becomes 9000. A 6Cxx is obeyed
    /// once for each command that has an Le; a second one is the result.
    ///
    /// Errors besides those of `next`: `limit_exceeded` past the limits, `malformed` for a part longer than announced,
    /// `no_progress` for an empty part that announces more.
    Result<Response> transmit(const Command& command) override;

  private:
    Result<Response> transmit_with_exact_le(const Command& command);

    Channel& next_;
    ResponseLimits limits_;
};

}  // namespace fivestar::apdu
