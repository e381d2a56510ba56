// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/password_counter.hpp"

#include <algorithm>

namespace fivestar::sim {
namespace {

constexpr apdu::StatusWord authentication_method_blocked{0x6983};

apdu::StatusWord tries_left(std::uint32_t tries) {
    return {static_cast<std::uint16_t>(0x63C0U | std::min<std::uint32_t>(tries, 0x0F))};
}

}  // namespace

std::uint32_t PasswordCounter::left() const {
    const std::uint32_t tries = quirks_.password_tries.value_or(0);
    return tries - std::min(tries, wrong_);
}

apdu::StatusWord PasswordCounter::chosen() const {
    if (!quirks_.password_tries || wrong_ == 0) return apdu::sw::success;
    return left() == 0 ? authentication_method_blocked : tries_left(left());
}

apdu::StatusWord PasswordCounter::wrong() {
    ++wrong_;
    return quirks_.password_tries ? tries_left(left()) : apdu::sw::authentication_failed;
}

std::chrono::milliseconds PasswordCounter::delay() const {
    const bool slowed = quirks_.slow_mode && wrong_ >= quirks_.slow_mode->wrong_passwords;
    return quirks_.pace_delay + (slowed ? quirks_.slow_mode->delay : std::chrono::milliseconds{0});
}

}  // namespace fivestar::sim
