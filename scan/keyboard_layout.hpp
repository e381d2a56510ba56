// SPDX-License-Identifier: Apache-2.0
// Characters of key presses under a keyboard layout. The only user of libxkbcommon.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "scan/configuration/configuration.hpp"

#include <bitset>
#include <cstdint>
#include <linux/input-event-codes.h>
#include <memory>
#include <optional>

struct xkb_state;

namespace fivestar::scan {

class KeyboardLayout {
  public:
    /// Nothing if the keyboard extension does not know the layout or its variant.
    [[nodiscard]] static std::optional<KeyboardLayout> load(const KeyboardSettings& settings);

    /// Takes the press of an evdev key. Appends its characters: Enter is CR, Ctrl+B is STX.
    void press(std::uint16_t key, SecretBytes& to);
    void release(std::uint16_t key);
    /// Takes a key that was pressed before: it is a modifier that holds, or nothing.
    void hold(std::uint16_t key);
    /// Releases every key and modifier.
    void reset();

  private:
    struct Unref {
        void operator()(xkb_state* state) const;
    };
    using State = std::unique_ptr<xkb_state, Unref>;

    explicit KeyboardLayout(State state) : state_(std::move(state)) {}

    /// A key that is down goes down no second time: a keyboard's state may be asked for while its event is still
    /// queued, and libxkbcommon counts.
    void update(std::uint16_t key, bool is_down);

    State state_;
    std::bitset<KEY_CNT> down_ = {};
};

}  // namespace fivestar::scan
