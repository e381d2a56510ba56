// SPDX-License-Identifier: Apache-2.0
// Positions of characters: the layouts of xkeyboard-config, which localectl(1) lists.
#include "scan/keyboard_layout.hpp"

#include <linux/input-event-codes.h>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using scan::KeyboardLayout;

struct Keys {
    KeyboardLayout layout;
    SecretBytes typed = {};

    Keys& type(std::uint16_t key) {
        layout.press(key, typed);
        layout.release(key);
        return *this;
    }
    Keys& with(std::uint16_t modifier, std::uint16_t key) {
        layout.press(modifier, typed);
        type(key);
        layout.release(modifier);
        return *this;
    }
    [[nodiscard]] std::string text() const { return std::string{as_text(typed.view())}; }
};

Keys keys_of(const char* layout, const char* variant = "") {
    auto loaded = KeyboardLayout::load({.layout = layout, .variant = variant});
    if (!loaded) throw std::runtime_error{layout};
    return {.layout = std::move(*loaded)};
}

TEST(KeyboardLayout, American) {
    Keys keys = keys_of("us");
    keys.with(KEY_LEFTSHIFT, KEY_P).with(KEY_RIGHTSHIFT, KEY_COMMA).type(KEY_Y).type(KEY_7).type(KEY_ENTER);
    EXPECT_EQ(keys.text(), "P<y7\r");
}

TEST(KeyboardLayout, GermanHasTheFillerOnAKeyOfItsOwn) {
    Keys keys = keys_of("de");
    keys.with(KEY_LEFTSHIFT, KEY_P).type(KEY_102ND).with(KEY_LEFTSHIFT, KEY_Y).type(KEY_KPENTER);
    EXPECT_EQ(keys.text(), "P<Z\r");
}

TEST(KeyboardLayout, FrenchHasShiftedDigits) {
    Keys keys = keys_of("fr");
    keys.with(KEY_LEFTSHIFT, KEY_1).with(KEY_LEFTSHIFT, KEY_Q).type(KEY_102ND);
    EXPECT_EQ(keys.text(), "1A<");
}

TEST(KeyboardLayout, ControlAndCapsLock) {
    Keys keys = keys_of("us");
    keys.with(KEY_LEFTCTRL, KEY_B).type(KEY_CAPSLOCK).type(KEY_P).type(KEY_CAPSLOCK).type(KEY_P);
    EXPECT_EQ(keys.text(), "\x02Pp");
}

TEST(KeyboardLayout, AModifierThatWasPressedBeforeHolds) {
    Keys keys = keys_of("us");
    keys.layout.hold(KEY_LEFTSHIFT);
    keys.type(KEY_P);
    keys.layout.release(KEY_LEFTSHIFT);
    keys.type(KEY_P);
    keys.layout.hold(KEY_LEFTSHIFT);
    keys.layout.reset();
    keys.type(KEY_P);
    EXPECT_EQ(keys.text(), "Ppp");
}

TEST(KeyboardLayout, AKeyGoesDownOnce) {
    Keys keys = keys_of("us");
    keys.layout.hold(KEY_LEFTSHIFT);
    keys.with(KEY_LEFTSHIFT, KEY_P);  // the press that `hold` told before
    keys.type(KEY_P);
    keys.layout.release(KEY_LEFTSHIFT);
    keys.type(KEY_P);
    EXPECT_EQ(keys.text(), "Ppp");
}

TEST(KeyboardLayout, EveryKeyNumberIsHarmless) {
    Keys keys = keys_of("us");
    for (unsigned key = 0; key <= 0xFFFF; ++key) keys.type(static_cast<std::uint16_t>(key));
    EXPECT_LT(keys.typed.size(), 300U);
}

TEST(KeyboardLayout, UnknownOnes) {
    EXPECT_FALSE(KeyboardLayout::load({.layout = "nowhere"}));
    EXPECT_FALSE(KeyboardLayout::load({.layout = "us", .variant = "nothing"}));
    EXPECT_TRUE(KeyboardLayout::load({.layout = "de", .variant = "nodeadkeys"}));
}

}  // namespace
}  // namespace fivestar::test
