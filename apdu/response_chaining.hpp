// Makes one answer of many: fetches what a card announces with 61xx, and repeats a command whose Le it corrects with
// 6Cxx (ISO/IEC 7816-4 §5.3.4, §5.6). Needed below secure messaging, where T=0 delivers every answer this way, and
// above it, where both status words may come protected in DO'99' and each GET RESPONSE is a protected command of its
// own: what is whole and protected, the lower one leaves to the upper.
#pragma once

#include "apdu/channel.hpp"

namespace fivestar::apdu {

/// What one command may cost.
struct ResponseLimits {
    std::size_t parts = 512;      ///< GET RESPONSE commands
    std::size_t octets = 65'536;  ///< of the joined answer
};

/// GET RESPONSE for what a command of class `cla` left behind: on the same logical channel, without the bits for
/// chaining and secure messaging (§5.4.1). `le` is 1 to 256.
[[nodiscard]] Command get_response(std::uint8_t cla, std::uint32_t le);

class ResponseChaining final : public Channel {
  public:
    /// `next` must outlive this channel.
    explicit ResponseChaining(Channel& next, ResponseLimits limits = {}) : next_(next), limits_(limits) {}

    /// The joined data with the last status word. A command without Le wants no data: 61xx to it is 9000. 6Cxx is
    /// obeyed once for each command that has an Le; a second one is the result.
    ///
    /// Errors beside those of `next`: `limit_exceeded` past the limits, `malformed` for a part longer than announced,
    /// `no_progress` for an empty part that announces more.
    Result<Response> transmit(const Command& command) override;

  private:
    Result<Response> transmit_with_exact_le(const Command& command);

    Channel& next_;
    ResponseLimits limits_;
};

}  // namespace fivestar::apdu
