// To the code above, a card maps a command to a response. Everything between a file and a reader implements this one
// call: decorators (chaining, secure messaging, tracing) and, at the bottom, PC/SC, a simulated chip or a script.
#pragma once

#include "apdu/command.hpp"
#include "apdu/response.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace fivestar::apdu {

/// What came of several commands.
struct Answers {
    std::vector<Response> responses = {};  ///< to the first of them, in order
    std::optional<Error> error = {};       ///< why the command after these has none
};

class Channel {
  public:
    Channel() = default;
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;
    virtual ~Channel() = default;

    /// One exchange. Any status word is a result; an error means that there was no valid answer: the card left, the
    /// link broke, a deadline passed, or secure messaging failed. Blocks; called from one thread at a time.
    virtual Result<Response> transmit(const Command& command) = 0;

    /// Called with the number of commands that have a complete answer.
    using Arrival = std::function<void(std::size_t answered)>;

    /// Exchange after exchange, none of which depends on the answer to another; ends early after an error, and after
    /// an answer that is not complete: 9000 and all the octets that were asked for. A channel may leave its work on
    /// answers until all are there: `arrived`, if any, is called when one is, which is not yet to say that it holds.
    virtual Answers transmit_all(std::span<const Command> commands, const Arrival& arrived);
};

}  // namespace fivestar::apdu
