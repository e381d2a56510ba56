// SPDX-License-Identifier: Apache-2.0
// A SAM_V module and its card: commands, answers and states. It knows neither port nor time.
#pragma once

#include "sim/sam/frame.hpp"
#include "sim/sam/persona.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::sim::sam {

namespace status {
constexpr std::uint8_t success = 0x90;
constexpr std::uint8_t card_found = 0x9F;
constexpr std::uint8_t no_such_item = 0x91;
constexpr std::uint8_t check_error = 0x10;
constexpr std::uint8_t length_error = 0x11;
constexpr std::uint8_t wrong_parameter = 0x21;
constexpr std::uint8_t unknown_command = 0x24;
constexpr std::uint8_t read_failed = 0x41;
constexpr std::uint8_t find_failed = 0x80;
constexpr std::uint8_t select_failed = 0x81;
}  // namespace status

/// Commands, with their parameter if it is fixed.
namespace command {
constexpr std::uint8_t set_rate = 0x60;
constexpr std::uint8_t set_max_radio_frame = 0x61;
constexpr std::uint16_t reset = 0x10FF;
constexpr std::uint16_t state = 0x11FF;
constexpr std::uint16_t identify = 0x12FF;
constexpr std::uint16_t find = 0x2001;
constexpr std::uint16_t select = 0x2002;
constexpr std::uint16_t read = 0x3001;
constexpr std::uint16_t read_addresses = 0x3003;
constexpr std::uint16_t read_management = 0x3005;
constexpr std::uint16_t read_with_fingerprints = 0x3010;
}  // namespace command

/// Command and parameter as one number.
[[nodiscard]] constexpr std::uint16_t code_of(const Request& request) {
    return static_cast<std::uint16_t>(request.command << 8 | request.parameter);
}

/// Properties in which modules differ.
struct Habits {
    bool reset_presents_card = true;  ///< after a reset, a card that was read is found again
    bool reads_again = true;          ///< a card that was read can be read again without being found again
};

struct Answer {
    Bytes frame;
    std::optional<unsigned> rate = {};  ///< bit/s after this answer, which is sent at the old rate
};

class Module {
  public:
    void present(Card card);
    void lift();
    void set_habits(Habits habits) { habits_ = habits; }
    [[nodiscard]] bool card_is_present() const { return card_.has_value(); }
    /// A power cycle: a card that was read can be found again.
    void power_on();

    [[nodiscard]] Answer execute(const Request& request);
    [[nodiscard]] static Answer complain(RequestFault fault);

  private:
    /// Progress of the card on the module. A card that was read stays `read` until it is lifted.
    enum class Progress : std::uint8_t { none, found, selected, read };

    Bytes find();
    Bytes select();
    Bytes read(bool with_fingerprints);
    [[nodiscard]] Bytes read_addresses() const;
    [[nodiscard]] Bytes read_management() const;
    void reset();
    /// The selected card, or null.
    [[nodiscard]] const Card* open_card() const;

    std::optional<Card> card_;
    Progress progress_ = Progress::none;
    Habits habits_;
};

}  // namespace fivestar::sim::sam
