// SPDX-License-Identifier: Apache-2.0
// `Channel` carries one command to a card and brings its response. Everything between a file and a reader implements
// it: decorators (chaining, secure messaging, tracing) and, at the bottom, PC/SC, a simulated chip or a script.
#pragma once

#include "apdu/command.hpp"
#include "apdu/response.hpp"

namespace fivestar::apdu {

class Channel {
  public:
    Channel() = default;
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;
    virtual ~Channel() = default;

    /// Exchanges one command for its response. Any status word is a result; an error means that there was no valid
    /// answer: the card was removed, the link broke, a deadline passed, or secure messaging failed. Blocks; called from
    /// one thread at a time.
    virtual Result<Response> transmit(const Command& command) = 0;
};

}  // namespace fivestar::apdu
