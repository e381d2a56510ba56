// SPDX-License-Identifier: Apache-2.0
#include "scan/keyboard_layout.hpp"

#include <array>
#include <utility>
#include <xkbcommon/xkbcommon.h>

namespace fivestar::scan {
namespace {

constexpr xkb_keycode_t first_key = 8;  // the X keycode of evdev key 0

struct FreeContext {
    void operator()(xkb_context* context) const { ::xkb_context_unref(context); }
};
struct FreeKeymap {
    void operator()(xkb_keymap* keymap) const { ::xkb_keymap_unref(keymap); }
};

xkb_keycode_t keycode(std::uint16_t key) {
    return first_key + key;
}

}  // namespace

void KeyboardLayout::Unref::operator()(xkb_state* state) const {
    ::xkb_state_unref(state);
}

std::optional<KeyboardLayout> KeyboardLayout::load(const KeyboardSettings& settings) {
    const std::unique_ptr<xkb_context, FreeContext> context{::xkb_context_new(XKB_CONTEXT_NO_ENVIRONMENT_NAMES)};
    if (!context) return std::nullopt;
    ::xkb_context_set_log_level(context.get(), XKB_LOG_LEVEL_CRITICAL);
    const xkb_rule_names names{.rules = "evdev",
                               .model = "pc105",
                               .layout = settings.layout.c_str(),
                               .variant = settings.variant.c_str(),
                               .options = ""};
    const std::unique_ptr<xkb_keymap, FreeKeymap> keymap{
        ::xkb_keymap_new_from_names(context.get(), &names, XKB_KEYMAP_COMPILE_NO_FLAGS)};
    if (!keymap) return std::nullopt;
    State state{::xkb_state_new(keymap.get())};
    if (!state) return std::nullopt;
    return KeyboardLayout{std::move(state)};
}

void KeyboardLayout::press(std::uint16_t key, SecretBytes& to) {
    std::array<char, 16> characters{};  // UTF-8 of one key; longer compositions do not occur without a compose table
    const int size = ::xkb_state_key_get_utf8(state_.get(), keycode(key), characters.data(), characters.size());
    if (size > 0 && static_cast<std::size_t>(size) < characters.size()) {
        to.append(as_bytes(std::string_view{characters.data(), static_cast<std::size_t>(size)}));
    }
    zeroize(characters.data(), characters.size());
    hold(key);
}

void KeyboardLayout::release(std::uint16_t key) {
    update(key, false);
}

void KeyboardLayout::hold(std::uint16_t key) {
    update(key, true);
}

void KeyboardLayout::update(std::uint16_t key, bool is_down) {
    if (key >= down_.size() || down_.test(key) == is_down) return;
    down_.set(key, is_down);
    ::xkb_state_update_key(state_.get(), keycode(key), is_down ? XKB_KEY_DOWN : XKB_KEY_UP);
}

void KeyboardLayout::reset() {
    State fresh{::xkb_state_new(::xkb_state_get_keymap(state_.get()))};
    if (!fresh) return;
    state_ = std::move(fresh);
    down_.reset();
}

}  // namespace fivestar::scan
