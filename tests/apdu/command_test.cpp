// SPDX-License-Identifier: Apache-2.0
// Expected octets: ISO/IEC 7816-3 §12.1, table 13 (the seven forms of the four cases).
#include "apdu/command.hpp"

#include "apdu/response.hpp"
#include "crypto/base/text.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::hex;

std::string encoded(const Command& command) {
    return to_hex(encode(command).value());
}

TEST(Command, EncodesTheFourShortCases) {
    EXPECT_EQ(encoded({0x00, 0xA4, 0x00, 0x0C}), "00A4000C");
    EXPECT_EQ(encoded({.ins = 0xB0, .le = 4}), "00B0000004");
    EXPECT_EQ(encoded({.ins = 0xB0, .le = 256}), "00B0000000");
    EXPECT_EQ(encoded({0x00, 0xA4, 0x02, 0x0C, hex("011E")}), "00A4020C02011E");
    EXPECT_EQ(encoded({0x00, 0xA4, 0x04, 0x00, hex("A000"), 256}), "00A4040002A00000");
}

TEST(Command, EncodesTheExtendedCases) {
    EXPECT_EQ(encoded({.ins = 0xB0, .le = 257}), "00B00000000101");
    EXPECT_EQ(encoded({.ins = 0xB0, .le = 65'536}), "00B00000000000");
    EXPECT_EQ(encoded({.ins = 0xD6, .data = Bytes(256, 0xAB)}).substr(0, 14), "00D60000000100");
    EXPECT_EQ(encoded({.ins = 0xD6, .data = hex("01"), .le = 65'536}), "00D60000000001010000");
}

TEST(Command, RefusesWhatExceedsTheExtendedForm) {
    EXPECT_EQ(encode({.data = Bytes(65'536)}), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(encode({.le = 65'537}), fail(ErrorCode::invalid_argument));
}

TEST(Command, DecodesWhatItEncodes) {
    for (const std::size_t size : {0U, 1U, 255U, 256U, 65'535U}) {
        for (const std::uint32_t le : {0U, 1U, 255U, 256U, 257U, 65'535U, 65'536U}) {
            const Command command{0x0C, 0xB0, 0x81, 0x02, Bytes(size, 0x5A), le};
            EXPECT_EQ(decode_command(encode(command).value()), command) << size << " octets, Le " << le;
        }
    }
}

TEST(Command, RefusesMalformedOctets) {
    for (const char* octets : {"", "00", "00A400", "00A4000C0201", "00A4000C02011E0000", "00A4000C000000010000000000",
                               "00A4000C00000201", "00A4000C0000"}) {
        EXPECT_EQ(decode_command(hex(octets)), fail(ErrorCode::malformed)) << octets;
    }
}

TEST(Response, NeedsItsStatusWord) {
    EXPECT_EQ(decode_response({}).error().code, ErrorCode::transport_failure);
    EXPECT_EQ(decode_response(hex("90")).error().code, ErrorCode::transport_failure);
    EXPECT_EQ(decode_response(hex("9000"))->sw, sw::success);
    const auto response = decode_response(hex("60166282"));
    EXPECT_EQ(to_hex(response->data), "6016");
    EXPECT_EQ(response->sw, sw::end_of_file);
    EXPECT_EQ(to_hex(encode(*response)), "60166282");
}

TEST(StatusWord, ContainsCounts) {
    EXPECT_EQ(StatusWord{0x6100}.more_available(), 256U);
    EXPECT_EQ(StatusWord{0x6C10}.exact_le(), 16U);
    EXPECT_EQ(StatusWord{0x63C7}.tries_left(), 7U);
    EXPECT_EQ(StatusWord{0x6300}.tries_left(), std::nullopt);
    EXPECT_EQ(StatusWord{0x9000}.exact_le(), std::nullopt);
}

}  // namespace
}  // namespace fivestar::apdu
