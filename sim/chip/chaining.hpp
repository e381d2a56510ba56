// SPDX-License-Identifier: Apache-2.0
// Commands and responses in several parts, on the card's side: command chaining (ISO/IEC 7816-4 §5.3.3), and 61xx, 6Cxx
// and GET RESPONSE (ISO/IEC 7816-3 §12.2, 7816-4 §5.3.4).
#pragma once

#include "apdu/command.hpp"
#include "apdu/response.hpp"

#include <optional>

namespace fivestar::sim {

/// Joins the data of commands with the same header.
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

/// The cases in which the terminal must fetch a response.
enum class Parting : std::uint8_t {
    never,      ///< T=1 and contactless: responses are sent whole
    t0,         ///< T=0: after a command with data; 6Cxx if Le exceeds the response
    long_ones,  ///< responses above 128 octets, with any protocol
    endless,    ///< a quirk: 61xx to this command and to every GET RESPONSE after it
};

class HeldAnswer {
  public:
    /// Returns the part to send now in response to `command` and keeps the rest.
    apdu::Response part(const apdu::Command& command, apdu::Response response, Parting parting);
    /// GET RESPONSE; 6985 if no response is kept.
    apdu::Response fetch(const apdu::Command& command);

  private:
    apdu::Response held_;
    Parting parting_ = Parting::never;
};

}  // namespace fivestar::sim
