// SPDX-License-Identifier: Apache-2.0
// Expected values of base64: RFC 4648 §10.
#include "crypto/base/text.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar {
namespace {

TEST(Hex, IsWrittenInUpperCaseAndReadInEither) {
    const Bytes octets{0x00, 0x9A, 0xBC, 0xFF};
    EXPECT_EQ(to_hex(octets), "009ABCFF");
    EXPECT_EQ(from_hex("009abcFF"), octets);
    EXPECT_EQ(from_hex(""), Bytes{});
}

TEST(Hex, RefusesWhatIsNoPairOfDigits) {
    for (const std::string_view text : {"0", "0G", "G0", "0 ", " 0", "00 00", "0x00", "\xFF\xFF"}) {
        EXPECT_EQ(from_hex(text), fail(ErrorCode::malformed)) << text;
    }
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> rfc_4648{{{"", ""},
                                                                                 {"f", "Zg=="},
                                                                                 {"fo", "Zm8="},
                                                                                 {"foo", "Zm9v"},
                                                                                 {"foob", "Zm9vYg=="},
                                                                                 {"fooba", "Zm9vYmE="},
                                                                                 {"foobar", "Zm9vYmFy"}}};

TEST(Base64, FollowsTheExamplesOfTheStandard) {
    for (const auto& [text, encoded] : rfc_4648) {
        EXPECT_EQ(to_base64(as_bytes(text)), encoded);
        EXPECT_EQ(from_base64(encoded), copy(as_bytes(text)));
    }
}

TEST(Base64, UsesTheStandardAlphabet) {
    EXPECT_EQ(to_base64(Bytes{0xFB, 0xFF, 0xBF}), "+/+/");
    EXPECT_EQ(from_base64("-_-_"), fail(ErrorCode::malformed));
}

TEST(Base64, SkipsTheWhiteSpaceOfPem) {
    EXPECT_EQ(from_base64(" Zm9v\r\nYg\t==\n"), copy(as_bytes("foob")));
}

/// Whole groups are decoded at once: white space, padding and rubbish must mean the same wherever they stand.
TEST(Base64, MeansTheSameWhereverTheLineEnds) {
    const std::string_view octets = "fivestar: 256 octets or so, whatever is in them";
    const std::string text = to_base64(as_bytes(octets));
    for (std::size_t at = 0; at <= text.size(); ++at) {
        std::string changed = text;
        EXPECT_EQ(from_base64(changed.insert(at, "\r\n")), copy(as_bytes(octets))) << at;
        EXPECT_EQ(from_base64(std::string{text}.insert(at, "\x80")), fail(ErrorCode::malformed)) << at;
        EXPECT_EQ(from_base64(std::string{text}.insert(at, "==")), fail(ErrorCode::malformed)) << at;
    }
}

TEST(Base64, RefusesWrongPaddingAndBitsThatMeanNothing) {
    for (const std::string_view text : {"Z", "Zg", "Zg=", "Zg===", "Zm8", "Zm8==", "Zm9v=", "=",
                                        "====", "Zg==Zg==", "Zh==", "Zm9=", "Zg=x", "Zm9v!", "Z=g="}) {
        EXPECT_EQ(from_base64(text), fail(ErrorCode::malformed)) << text;
    }
}

// ISO/IEC 646: columns 0 and 1, and DEL. No octet of a character beyond ASCII is one.
TEST(IsControl, HoldsForTheControlCharactersOfAscii) {
    for (int octet = 0; octet < 256; ++octet) {
        EXPECT_EQ(is_control(static_cast<char>(octet)), octet < 32 || octet == 127) << octet;
    }
}

}  // namespace
}  // namespace fivestar
