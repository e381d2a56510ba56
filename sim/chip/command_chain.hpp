// Command chaining (ISO/IEC 7816-4 §5.3.3), seen from the card: joins the data of commands that agree in all else.
#pragma once

#include "apdu/command.hpp"
#include "apdu/status_word.hpp"

#include <optional>

namespace fivestar::sim {

class CommandChain {
  public:
    /// Takes the chaining bit off `command` and adds it to the chain. A status word while the chain is open, or when it
    /// breaks: 6883 for a command that does not belong to it, 6700 past 65,535 octets. Nothing once `command` is whole.
    std::optional<apdu::StatusWord> join(apdu::Command& command);

  private:
    apdu::Command joined_;
    bool open_ = false;
};

}  // namespace fivestar::sim
