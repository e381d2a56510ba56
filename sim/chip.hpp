// One simulated chip: raw command octets in, raw response octets out, as a card sees them. An eMRTD with the LDS1
// application, contactless or contact (T=0), with or without basic access control, PACE, chip and active
// authentication.
#pragma once

#include "crypto/base/cleansed.hpp"
#include "crypto/base/random.hpp"
#include "sim/basic_access.hpp"
#include "sim/card_session.hpp"
#include "sim/file_system.hpp"
#include "sim/quirks.hpp"
#include "sim/security_commands.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace fivestar::sim {

enum class Interface : std::uint8_t { contactless, contact_t0 };

/// What a chip is made of.
struct Card {
    Interface interface = Interface::contactless;
    bool extended_length = false;
    FileSystem files = {};
    std::optional<BasicAccessKeys> basic_access = {};  ///< absent: no basic access control
    ChipSecurity security = {};
};

/// How an answer leaves the chip.
enum class Delivery : std::uint8_t {
    whole,
    half_frame,  ///< the card leaves when half of the octets are out
    never,       ///< the chip is silent
    removed,     ///< the card has left
};

struct Answer {
    Delivery delivery = Delivery::whole;
    PersonalBytes octets = {};
    std::chrono::milliseconds delay{};  ///< that whoever carries the answer lets pass before
};

class Chip {
  public:
    /// The largest answer: what the vpcd wire can carry, 65,533 octets of data and a status word.
    static constexpr std::size_t max_answer_data = 65533;

    /// `random` gives challenges and key halves, so that a recorded read can be played again; it outlives the chip.
    Chip(Card card, Quirks quirks, Random& random);
    ~Chip();

    /// ISO/IEC 7816-3; of a contactless chip the one a PC/SC reader makes up (PC/SC part 3 §3.1.3.2.3.1).
    [[nodiscard]] Bytes atr() const;

    /// Each of them forgets session, challenge, selection and pending answers. The chip starts without power.
    void power_on();
    void power_off();
    void reset();

    /// One exchange. Without power it never answers.
    Answer transmit(ByteView command);

    /// Ends the silence that `Fault::silent` or `master_file_hangs` asks for, for good. From any thread.
    void speak();

    /// Puts the chip into a session under these keys, as a key agreement would have done. `invalid_key` for wrong
    /// sizes.
    Result<void> start_session(SessionKeys keys);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::sim
