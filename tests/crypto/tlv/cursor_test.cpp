// SPDX-License-Identifier: Apache-2.0
// Expected values: ISO/IEC 7816-4 §5.2.2 and X.690 §8.1, §10.1.
#include "crypto/tlv/cursor.hpp"

#include "crypto/tlv/writer.hpp"
#include "tests/crypto/tlv/equal_octets.hpp"
#include "tests/support/vector_file.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::tlv {
namespace {

using test::hex;

template <class T>
ErrorCode error_of(const Result<T>& result) {
    EXPECT_FALSE(result);
    return result ? ErrorCode::io_failure : result.error().code;
}

TEST(Header, ReadsTagsAndLengthsOfEverySize) {
    const auto check = [](std::string_view octets, Tag tag, std::size_t header, std::size_t length) {
        const Bytes bytes = hex(octets);
        const auto read = read_header(bytes);
        ASSERT_TRUE(read) << octets;
        EXPECT_EQ(read->tag, tag);
        EXPECT_EQ(read->header_size, header);
        EXPECT_EQ(read->value_length, length);
        EXPECT_EQ(read->total(), header + length);
    };
    check("04 00", 0x04, 2, 0);
    check("30 7F", 0x30, 2, 127);
    check("30 81 80", 0x30, 3, 128);
    check("5F 1F 82 01 00", 0x5F1F, 5, 256);
    check("7F 61 83 01 00 00", 0x7F61, 6, 65536);
    check("5F 81 01 84 FF FF FF FF", 0x5F8101, 8, 0xFFFFFFFF);
    check("5F 81 80 01 01", 0x5F818001, 5, 1);
}

TEST(Header, RefusesWhatIsCutOffIndefiniteOrTooLong) {
    for (const std::string_view octets : {"", "30", "5F", "5F 81", "5F 81 80 80", "5F 81 80 80 01 00", "30 80", "30 81",
                                          "30 82 01", "30 84 FF FF FF", "30 85 00 00 00 00 01", "30 FF"}) {
        EXPECT_EQ(error_of(read_header(hex(octets))), ErrorCode::malformed) << octets;
    }
}

TEST(Header, DerWantsTheShortestForm) {
    for (const std::string_view octets : {"04 81 7F", "04 82 00 80", "5F 80 01 00", "04 83 00 01 00"}) {
        EXPECT_EQ(error_of(read_header(hex(octets), Rules::der)), ErrorCode::malformed) << octets;
    }
    EXPECT_TRUE(read_header(hex("04 81 7F"), Rules::ber));
    EXPECT_TRUE(read_header(hex("04 81 80"), Rules::der));
}

TEST(Cursor, TellsAbsentEmptyAndMalformedApart) {
    const Bytes empty = hex("04 00");
    const Bytes other = hex("02 01 05");
    const Bytes broken = hex("04 05 00");
    const auto there = Cursor{empty}.optional(0x04);
    ASSERT_TRUE(there && *there);
    EXPECT_TRUE((*there)->value.empty());
    EXPECT_EQ(Cursor{other}.optional(0x04).value(), std::nullopt);
    EXPECT_EQ(Cursor{ByteView{}}.optional(0x04).value(), std::nullopt);
    EXPECT_EQ(error_of(Cursor{broken}.optional(0x04)), ErrorCode::malformed);
    EXPECT_EQ(error_of(Cursor{broken}.optional(0x02)), ErrorCode::malformed);
}

TEST(Cursor, WalksAndEnters) {
    const Bytes octets = hex("30 06 02 01 05 04 01 AA 05 00");
    Cursor cursor{octets};
    auto inside = cursor.enter(0x30);
    ASSERT_TRUE(inside);
    const auto number = inside->expect(0x02);
    ASSERT_TRUE(number);
    EXPECT_TRUE(equal_octets(number->value, hex("05")));
    EXPECT_TRUE(equal_octets(number->whole, hex("02 01 05")));
    EXPECT_EQ(inside->finish(), fail(ErrorCode::trailing_bytes));
    EXPECT_TRUE(inside->next());
    EXPECT_TRUE(inside->finish());
    EXPECT_TRUE(equal_octets(cursor.rest(), hex("05 00")));
}

TEST(Cursor, StaysWhereItIsOnFailure) {
    const Bytes octets = hex("02 01 05");
    Cursor cursor{octets};
    EXPECT_EQ(error_of(cursor.expect(0x04)), ErrorCode::malformed);
    EXPECT_EQ(error_of(cursor.enter(0x30)), ErrorCode::malformed);
    EXPECT_TRUE(cursor.expect(0x02));
    EXPECT_EQ(error_of(cursor.next()), ErrorCode::malformed);
}

TEST(Cursor, NeverReachesPastTheEnd) {
    for (const std::string_view octets :
         {"04 84 FF FF FF FF", "04 84 7F FF FF FF 00", "04 83 FF FF FF 00 00", "04 82 FF FF", "04 01", "04 03 00 00"}) {
        const Bytes bytes = hex(octets);
        EXPECT_EQ(error_of(Cursor{bytes}.next()), ErrorCode::malformed) << octets;
    }
}

TEST(Cursor, MakesProgressOverEmptyElements) {
    const Bytes octets(65536);  // 32,768 elements 00 00
    Cursor cursor{octets};
    std::size_t count = 0;
    while (cursor.next()) ++count;
    EXPECT_EQ(count, 32768U);
    EXPECT_TRUE(cursor.at_end());
}

TEST(Cursor, RefusesAnElementCutOffAtEveryLength) {
    Writer writer;
    writer.add(0x30, [](Writer& inner) { inner.add(0x5F1F, Bytes(300, 0xAA)).add(0x04, Bytes{}); });
    const Bytes whole = std::move(writer).take();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const Bytes part{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)};
        EXPECT_EQ(error_of(Cursor{part}.next()), ErrorCode::malformed) << size;
    }
    EXPECT_TRUE(Cursor{whole}.next());
}

TEST(Find, TakesTheFirstAndChecksAll) {
    const Bytes octets = hex("04 01 01 02 01 05 04 01 02");
    const auto found = find(octets, 0x04);
    ASSERT_TRUE(found && *found);
    EXPECT_TRUE(equal_octets((*found)->value, hex("01")));
    EXPECT_EQ(find(octets, 0x30).value(), std::nullopt);
    EXPECT_EQ(error_of(find(hex("04 01 01 02 05"), 0x04)), ErrorCode::malformed);
}

}  // namespace
}  // namespace fivestar::tlv
