// SPDX-License-Identifier: Apache-2.0
// Expected values: X.690 §8.1 and §10.1.
#include "crypto/tlv/writer.hpp"

#include "crypto/tlv/cursor.hpp"
#include "tests/crypto/tlv/equal_octets.hpp"
#include "tests/support/vector_file.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::tlv {
namespace {

using test::hex;

TEST(Writer, UsesTheShortestLength) {
    constexpr std::array<std::pair<std::size_t, std::string_view>, 6> headers{{{0, "04 00"},
                                                                               {127, "04 7F"},
                                                                               {128, "04 81 80"},
                                                                               {255, "04 81 FF"},
                                                                               {256, "04 82 01 00"},
                                                                               {65536, "04 83 01 00 00"}}};
    for (const auto& [size, header] : headers) {
        const Bytes encoded = encode(0x04, Bytes(size));
        const Bytes expected = hex(header);
        ASSERT_EQ(encoded.size(), expected.size() + size);
        EXPECT_TRUE(equal_octets(ByteView{encoded}.first(expected.size()), expected));
        const auto read = read_header(encoded, Rules::der);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->total(), encoded.size());
    }
}

TEST(Writer, NestsAndTakesEncodedOctets) {
    Writer writer;
    writer.add(0x30, [](Writer& inner) { inner.add(0x02, hex("05")).raw(hex("05 00")); }).add(0x7F61, Bytes{});
    EXPECT_EQ(std::move(writer).take(), hex("30 05 02 01 05 05 00 7F 61 00"));
}

}  // namespace
}  // namespace fivestar::tlv
