// SPDX-License-Identifier: Apache-2.0
// Expected values: ISO/IEC 7816-4 (Le, 6Cxx, 6700, 6D00, 6E00) and the table of docs/SAM.md.
#include "driver/pseudo_apdu.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::driver {
namespace {

using test::hex;

std::uint16_t refusal(std::string_view octets) {
    const auto apdu = parse_pseudo_apdu(hex(octets));
    return apdu ? 0x9000 : apdu.error();
}

TEST(PseudoApdu, ParsesEveryRequest) {
    const auto check = [](std::string_view octets, Request request, unsigned block, std::size_t expected) {
        const auto apdu = parse_pseudo_apdu(hex(octets));
        ASSERT_TRUE(apdu) << octets;
        EXPECT_EQ(apdu->request, request) << octets;
        EXPECT_EQ(apdu->block, block) << octets;
        EXPECT_EQ(apdu->expected, expected) << octets;
    };
    check("FF CA 00 00 00", Request::serial_number, 0, 256);
    check("FF CA 00 00 08", Request::serial_number, 0, 8);
    check("FF B0 00 00 00", Request::stream, 0, 256);
    check("FF B0 05 00 04", Request::stream, 5, 4);
    check("FF B0 00 00 00 00 00", Request::stream, 0, 65536);
    check("FF B0 00 00 00 05 04", Request::stream, 0, 1284);
    check("FF CA F0 00 00", Request::sam_id, 0, 256);
    check("FF CA F1 00 03", Request::last_result, 0, 3);
    check("FF CA F2 00 00", Request::appended_addresses, 0, 256);
    check("FF CA F3 00 1C", Request::management_information, 0, 28);
    check("FF CA F4 03 00", Request::fingerprints, 3, 256);
    check("FF CA F5 00 00 05 04", Request::zeros, 0, 1284);
}

TEST(PseudoApdu, RefusesOtherCommands) {
    EXPECT_EQ(refusal("FF B0 06 00 00"), 0x6A86);
    EXPECT_EQ(refusal("FF B0 00 01 00"), 0x6A86);
    EXPECT_EQ(refusal("FF CA F4 04 00"), 0x6A86);
    EXPECT_EQ(refusal("FF CA F0 01 00"), 0x6A86);
    EXPECT_EQ(refusal("FF CA 00 01 00"), 0x6A86);
    EXPECT_EQ(refusal("FF CA 01 00 00"), 0x6A81);
    EXPECT_EQ(refusal("FF CA F6 00 00"), 0x6A81);
    EXPECT_EQ(refusal("FF CA EF 00 00"), 0x6A81);
    EXPECT_EQ(refusal("FF A4 00 00 00"), 0x6D00);
    EXPECT_EQ(refusal("00 A4 04 00 00"), 0x6E00);
    EXPECT_EQ(refusal("00 A4 00 00 02 3F 00"), 0x6E00);
    for (const std::string_view octets : {"", "FF", "FF B0 00", "FF B0 00 00", "FF B0 00 00 01 00",
                                          "FF B0 00 00 01 00 00", "FF CA 00 00 00 00 00 00"}) {
        EXPECT_EQ(refusal(octets), 0x6700) << octets;
    }
}

TEST(PseudoApdu, RespondsAccordingToLe) {
    const auto respond = [](std::size_t expected, const Bytes& data, std::size_t room = 2048) {
        Bytes to(room);
        to.resize(write_response({.request = Request::stream, .block = 0, .expected = expected, .extended = false},
                                 data, to));
        return to;
    };
    EXPECT_EQ(respond(256, hex("010203")), hex("0102039000"));
    EXPECT_EQ(respond(3, hex("010203")), hex("0102039000"));
    EXPECT_EQ(respond(2, hex("010203")), hex("6C03"));
    EXPECT_EQ(respond(255, Bytes(256)), hex("6C00"));
    EXPECT_EQ(respond(256, Bytes(280)), hex("6700"));
    EXPECT_EQ(respond(65536, Bytes(1284)).size(), 1286U);
    EXPECT_EQ(respond(256, hex("010203"), 4), Bytes{});
    EXPECT_EQ(respond(256, hex("010203"), 0), Bytes{});
    EXPECT_EQ(respond(2, hex("010203"), 1), Bytes{});
}

}  // namespace
}  // namespace fivestar::driver
