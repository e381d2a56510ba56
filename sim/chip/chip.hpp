// SPDX-License-Identifier: Apache-2.0
// A simulated chip: raw command octets in, raw response octets out. An eMRTD with the LDS1 application, contactless or
// contact (T=0), with or without BAC, PACE, chip authentication and active authentication.
#pragma once

#include "crypto/base/random.hpp"
#include "sim/chip/basic_access.hpp"
#include "sim/chip/file_system.hpp"
#include "sim/chip/quirks.hpp"
#include "sim/chip/security_commands.hpp"
#include "sim/chip/virtual_card.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace fivestar::sim {

enum class Interface : std::uint8_t { contactless, contact_t0 };

/// Everything that a chip contains.
struct Card {
    Interface interface = Interface::contactless;
    bool extended_length = false;
    FileSystem files = {};
    std::optional<BasicAccessKeys> basic_access = {};  ///< absent: no basic access control
    ChipSecurity security = {};
};

class Chip final : public VirtualCard {
  public:
    /// The largest response that vpcd can carry: 65,533 octets of data and a status word.
    static constexpr std::size_t max_answer_data = 65533;

    /// `random` supplies challenges and key shares, so that a recorded read can be replayed. It must outlive the chip.
    Chip(Card card, Quirks quirks, Random& random);
    ~Chip() override;

    [[nodiscard]] Bytes atr() const override;

    /// Each of these clears session, challenge, selection and pending responses. The chip starts without power.
    void power_on() override;
    void power_off() override;
    void reset() override;

    /// One exchange. Without power there is no response.
    Answer transmit(ByteView command) override;

    /// Ends the silence of `Fault::silent` or `master_file_hangs` permanently. Thread-safe.
    void speak() override;

    /// Starts a session with these keys, as after a key agreement. Returns `invalid_key` for wrong sizes.
    Result<void> start_session(SessionKeys keys);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::sim
