// Answers that leave a card in parts: 61xx, 6Cxx and GET RESPONSE (ISO/IEC 7816-3 §12.2, 7816-4 §5.3.4).
#pragma once

#include "apdu/command.hpp"
#include "apdu/response.hpp"

#include <cstddef>
#include <cstdint>

namespace fivestar::sim {

/// When an answer has to be fetched.
enum class Parting : std::uint8_t {
    never,      ///< T=1 and contactless: the answer goes out whole
    t0,         ///< T=0: after a command with data; and an answer shorter than Le is corrected with 6Cxx
    long_ones,  ///< answers of more than 128 octets, whatever the protocol
    endless,    ///< a quirk: 61xx to this command and to every GET RESPONSE after it
};

class HeldAnswer {
  public:
    /// What goes out now in answer to `command`; the rest, if any, is kept.
    apdu::Response part(const apdu::Command& command, apdu::Response response, Parting parting);
    /// GET RESPONSE; 6985 if nothing is kept.
    apdu::Response fetch(const apdu::Command& command);

  private:
    apdu::Response held_;
    Parting parting_ = Parting::never;
};

}  // namespace fivestar::sim
