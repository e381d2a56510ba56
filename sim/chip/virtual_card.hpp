// A card as a reader meets it: power, answer to reset, and octets against octets.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"

#include <chrono>
#include <cstdint>

namespace fivestar::sim {

/// How an answer leaves the card.
enum class Delivery : std::uint8_t {
    whole,
    half_frame,  ///< the card leaves when half of the octets are out
    never,       ///< the card is silent
    removed,     ///< the card has left
};

struct Answer {
    Delivery delivery = Delivery::whole;
    PersonalBytes octets = {};
    std::chrono::milliseconds delay{};  ///< that whoever carries the answer lets pass before
};

class VirtualCard {
  public:
    VirtualCard() = default;
    VirtualCard(const VirtualCard&) = delete;
    VirtualCard& operator=(const VirtualCard&) = delete;
    virtual ~VirtualCard() = default;

    /// ISO/IEC 7816-3; of a contactless card the one a PC/SC reader makes up (PC/SC part 3 §3.1.3.2.3.1).
    [[nodiscard]] virtual Bytes atr() const = 0;

    /// Each of them forgets what the card was about. It starts without power.
    virtual void power_on() = 0;
    virtual void power_off() = 0;
    virtual void reset() = 0;

    /// One exchange. Without power it never answers.
    virtual Answer transmit(ByteView command) = 0;

    /// Ends a silence, for good. From any thread.
    virtual void speak() = 0;
};

}  // namespace fivestar::sim
