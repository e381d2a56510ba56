// SPDX-License-Identifier: Apache-2.0
// Expected values: 1,284 octets are cut into five blocks of 256 and one of 4; the text of tests/vectors/samv.
#include "samv/stream.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::samv {
namespace {

using test::hex;
using test::read_vector_bytes;

TEST(SamvStream, IsHeaderTextAndPhoto) {
    const Bytes text = read_vector_bytes("samv/text_Y.bin");
    const Bytes photo(photo_size, 'P');
    Bytes stream(stream_size);
    write_stream({.text = text, .photo = photo, .fingerprints = {}}, stream);
    EXPECT_EQ(copy(ByteView{stream}.first(4)), hex("01000400"));
    const auto content = parse_text_and_photo(stream);
    ASSERT_TRUE(content);
    EXPECT_EQ(copy(content->text), text);
    EXPECT_EQ(copy(content->photo), photo);
}

TEST(SamvStream, BlocksJoinToTheStream) {
    Bytes stream(stream_size);
    for (std::size_t at = 0; at < stream.size(); ++at) stream[at] = static_cast<std::uint8_t>(at * 7);
    Bytes joined;
    for (std::size_t number = 0; number < stream_blocks; ++number) {
        const ByteView block = block_of(stream, number).value_or(ByteView{});
        EXPECT_EQ(block.size(), number < 5 ? 256U : 4U);
        append(joined, block);
    }
    EXPECT_EQ(joined, stream);
    EXPECT_FALSE(block_of(stream, stream_blocks));
    EXPECT_FALSE(block_of({}, 0));
}

TEST(SamvStream, RefusesAnotherSizeOrHeader) {
    EXPECT_FALSE(parse_text_and_photo(Bytes(stream_size, 0)));
    Bytes longer = hex("01000400");
    longer.resize(stream_size + 1);
    EXPECT_FALSE(parse_text_and_photo(longer));
    EXPECT_FALSE(parse_text_and_photo({}));
}

}  // namespace
}  // namespace fivestar::samv
