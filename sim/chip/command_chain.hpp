// SPDX-License-Identifier: Apache-2.0
// Command chaining (ISO/IEC 7816-4 §5.3.3) on the card's side: joins the data of commands with the same header.
#pragma once

#include "apdu/command.hpp"
#include "apdu/status_word.hpp"

#include <optional>

namespace fivestar::sim {

class CommandChain {
  public:
    /// Removes the chaining bit from `command` and appends its data to the chain. Returns a status word while the chain
    /// is incomplete, or if it breaks: 6883 for a command that does not belong to it, 6700 above 65,535 octets. Returns
    /// nothing when `command` is complete.
    std::optional<apdu::StatusWord> join(apdu::Command& command);

  private:
    apdu::Command joined_;
    bool open_ = false;
};

}  // namespace fivestar::sim
