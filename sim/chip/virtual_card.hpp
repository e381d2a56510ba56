// SPDX-License-Identifier: Apache-2.0
// A card as a reader sees it: power, answer to reset, commands and responses.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"

#include <chrono>
#include <cstdint>

namespace fivestar::sim {

/// The way in which a response is delivered.
enum class Delivery : std::uint8_t {
    whole,
    half_frame,  ///< the card is removed after half of the octets
    never,       ///< no response
    removed,     ///< the card is removed
};

struct Answer {
    Delivery delivery = Delivery::whole;
    PersonalBytes octets = {};
    std::chrono::milliseconds delay{};  ///< to wait before sending
};

class VirtualCard {
  public:
    VirtualCard() = default;
    VirtualCard(const VirtualCard&) = delete;
    VirtualCard& operator=(const VirtualCard&) = delete;
    virtual ~VirtualCard() = default;

    /// ISO/IEC 7816-3. For a contactless card, the ATR that a PC/SC reader builds (PC/SC part 3 §3.1.3.2.3.1).
    [[nodiscard]] virtual Bytes atr() const = 0;

    /// Each of these clears the state of the card. The card starts without power.
    virtual void power_on() = 0;
    virtual void power_off() = 0;
    virtual void reset() = 0;

    /// One exchange. Without power there is no response.
    virtual Answer transmit(ByteView command) = 0;

    /// Ends a silence permanently. Thread-safe.
    virtual void speak() = 0;
};

}  // namespace fivestar::sim
