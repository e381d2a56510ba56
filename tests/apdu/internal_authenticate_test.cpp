// SPDX-License-Identifier: Apache-2.0
// INTERNAL AUTHENTICATE as in ICAO Doc 9303-11 §6.1.3 and Appendix F.
#include "apdu/internal_authenticate.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/scripted_channel.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::ScriptedChannel;

constexpr ActiveAuthenticationChallenge challenge{0xF1, 0x73, 0x58, 0x99, 0x74, 0xBF, 0x40, 0xC6};
constexpr const char* short_form = "0088000008F173589974BF40C600";

std::string answer(std::size_t octets) {
    return to_hex(Bytes(octets, 0x5A)) + "9000";
}

TEST(InternalAuthenticate, SendsTheCommandOfAppendixF) {
    ScriptedChannel card;
    card.expect(short_form, answer(128));
    const ExpectedSignature expected{.octets = 128, .exact = true, .room = 256, .extended_length = false};
    EXPECT_EQ(internal_authenticate(card, challenge, expected).value().size(), 128U);
}

TEST(InternalAuthenticate, RepeatsWithTheOtherFormOfLe) {
    for (const std::size_t first : {std::size_t{0}, std::size_t{64}}) {
        ScriptedChannel card;
        card.expect("00880000000008F173589974BF40C60180", answer(first));
        card.expect(short_form, answer(384));
        const ExpectedSignature expected{.octets = 384, .exact = true, .room = 256, .extended_length = true};
        EXPECT_EQ(internal_authenticate(card, challenge, expected).value().size(), 384U) << first;
    }
}

TEST(InternalAuthenticate, RefusesAPartOfTheSignature) {
    ScriptedChannel card;
    card.expect(short_form, answer(64));
    const ExpectedSignature expected{.octets = 128, .exact = true, .room = 256, .extended_length = false};
    EXPECT_EQ(internal_authenticate(card, challenge, expected).error().code, ErrorCode::no_progress);
    ScriptedChannel refusing;
    refusing.expect(short_form, "6D00");
    EXPECT_EQ(internal_authenticate(refusing, challenge, expected).error(),
              (Error{ErrorCode::unsupported, 0x6D00, "active_authentication"}));
}

}  // namespace
}  // namespace fivestar::apdu
