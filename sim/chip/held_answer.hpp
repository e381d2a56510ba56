// SPDX-License-Identifier: Apache-2.0
// Responses that are sent in parts: 61xx, 6Cxx and GET RESPONSE (ISO/IEC 7816-3 §12.2, 7816-4 §5.3.4).
#pragma once

#include "apdu/command.hpp"
#include "apdu/response.hpp"

#include <cstddef>
#include <cstdint>

namespace fivestar::sim {

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
