// SPDX-License-Identifier: Apache-2.0
// Expected values: the frames of tests/vectors/samv, whose README names sizes and checksums, and published traces.
#include "samv/frame.hpp"

#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::samv {
namespace {

using test::hex;
using test::read_vector_bytes;

const Bytes found = hex("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97");
const Bytes found_content = hex("00 00 9F 00 00 00 00");
const Bytes not_found = hex("AA AA AA 96 69 00 04 00 00 80 84");

std::vector<Bytes> parse(FrameParser& parser, ByteView octets) {
    parser.feed(octets);
    std::vector<Bytes> contents;
    while (const auto content = parser.next()) contents.push_back(copy(content->view()));
    return contents;
}

Bytes joined(std::initializer_list<ByteView> parts) {
    Bytes all;
    for (const ByteView part : parts) append(all, part);
    return all;
}

TEST(SamvFrame, EncodesLengthAndChecksum) {
    EXPECT_EQ(encode_frame(found_content), found);
    EXPECT_EQ(encode_frame(hex("00 00 80")), not_found);
}

TEST(SamvFrame, FixturesParseWholeAndOctetByOctet) {
    const auto check = [](const std::string& file, std::size_t size, std::uint8_t checksum) {
        const Bytes frame = read_vector_bytes("samv/" + file);
        ASSERT_EQ(frame.size(), size) << file;
        ASSERT_EQ(frame.back(), checksum) << file;
        const Bytes content{frame.begin() + 7, frame.end() - 1};

        FrameParser whole;
        EXPECT_EQ(parse(whole, frame), std::vector<Bytes>{content}) << file;
        EXPECT_EQ(whole.buffered(), 0U);
        EXPECT_EQ(encode_frame(content), frame) << file;

        FrameParser parser;
        std::vector<Bytes> contents;
        for (const std::uint8_t octet : frame) {
            EXPECT_TRUE(contents.empty());
            contents = parse(parser, ByteView{&octet, 1});
        }
        EXPECT_EQ(contents, std::vector<Bytes>{content}) << file;
        EXPECT_FALSE(parser.damaged());
    };
    check("frame3001_cn.bin", 1295, 0x5D);
    check("frame3001_J.bin", 1295, 0xAF);
    check("frame3001_I.bin", 1295, 0xF2);
    check("frame3001_Y.bin", 1295, 0xFA);
    check("frame3010_cn.bin", 2321, 0x57);
    check("frame3010_J.bin", 2321, 0xA5);
    check("frame3010_I.bin", 2321, 0xF8);
    check("frame3010_Y.bin", 2321, 0xF0);
}

TEST(SamvFrame, SkipsNoiseAroundFrames) {
    FrameParser parser;
    const Bytes noise = hex("00 AA 96 69 AA AA 96 69 FF");
    EXPECT_EQ(parse(parser, joined({noise, found, noise, not_found, noise})),
              (std::vector<Bytes>{found_content, hex("00 00 80")}));
    EXPECT_LT(parser.buffered(), preamble.size());
    EXPECT_FALSE(parser.damaged());
}

TEST(SamvFrame, SkipsALongerRunOfAA) {
    FrameParser parser;
    EXPECT_EQ(parse(parser, joined({hex("AA AA"), found})), std::vector<Bytes>{found_content});
}

TEST(SamvFrame, FindsTheHeaderAtEveryPosition) {
    for (std::size_t displacement = 0; displacement <= 64; ++displacement) {
        FrameParser parser;
        EXPECT_EQ(parse(parser, joined({Bytes(displacement, 0x00), found})), std::vector<Bytes>{found_content});
    }
}

TEST(SamvFrame, DetectsEveryDamagedOctetAndFindsTheNextFrame) {
    for (std::size_t at = 0; at < found.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            FrameParser parser;
            Bytes damaged = found;
            damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1 << bit));
            // A damaged length may make the parser wait for more octets than one frame has, so it gets several.
            Bytes octets = damaged;
            for (std::size_t size = 0; size < largest_frame; size += not_found.size()) append(octets, not_found);
            const auto contents = parse(parser, octets);
            ASSERT_FALSE(contents.empty()) << "octet " << at << " bit " << bit;
            EXPECT_TRUE(std::ranges::all_of(contents, [](const Bytes& content) { return content == hex("00 00 80"); }))
                << "octet " << at << " bit " << bit;
        }
    }
}

TEST(SamvFrame, FindsAFrameInsideADamagedOne) {
    FrameParser parser;
    // The outer one promises 32 octets; its checksum is wrong.
    const Bytes outer = joined({hex("AA AA AA 96 69 00 20"), not_found, Bytes(32 - not_found.size(), 0x11)});
    EXPECT_EQ(parse(parser, outer), std::vector<Bytes>{hex("00 00 80")});
    EXPECT_TRUE(parser.damaged());
    parser.clear();
    EXPECT_FALSE(parser.damaged());
}

TEST(SamvFrame, SkipsImpossibleLengthsAtOnce) {
    for (const std::string_view length : {"00 00", "00 01", "00 02", "0F FA", "10 00", "FF FF"}) {
        FrameParser parser;
        EXPECT_EQ(parse(parser, joined({preamble, hex(length), not_found})), std::vector<Bytes>{hex("00 00 80")});
        EXPECT_TRUE(parser.damaged()) << length;
    }
}

TEST(SamvFrame, AcceptsTheLargestFrame) {
    const Bytes content(largest_frame - frame_header_size - 1, 0x42);
    FrameParser parser;
    EXPECT_EQ(parse(parser, encode_frame(content)), std::vector<Bytes>{content});
}

TEST(SamvFrame, TreatsAPreambleInsideAFrameAsContent) {
    const Bytes content = joined({hex("00 00 90"), not_found, not_found});
    FrameParser parser;
    EXPECT_EQ(parse(parser, encode_frame(content)), std::vector<Bytes>{content});
}

TEST(SamvFrame, NeverKeepsMoreThanOneFrame) {
    FrameParser parser;
    for (int round = 0; round < 100; ++round) {
        parse(parser, joined({preamble, hex("0F F9"), Bytes(512, 0xAA)}));
        EXPECT_LE(parser.buffered(), largest_frame);
    }
}

}  // namespace
}  // namespace fivestar::samv
