// SPDX-License-Identifier: Apache-2.0
// Expected values: the fixtures of tests/vectors/samv; the sizes of replies as published for GA/T 467-2019.
#include "samv/reply.hpp"

#include "samv/frame.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::samv {
namespace {

using test::hex;
using test::read_vector_bytes;

Reply reply_of(ByteView frame) {
    FrameParser parser;
    parser.feed(frame);
    const auto content = parser.next();
    EXPECT_TRUE(content);
    auto reply = parse_reply(content ? content->view() : ByteView{});
    EXPECT_TRUE(reply);
    return reply ? std::move(*reply) : Reply{};
}

Bytes with_fingerprints(std::size_t size) {
    Bytes data = hex("01 00 04 00");
    data.push_back(static_cast<std::uint8_t>(size >> 8));
    data.push_back(static_cast<std::uint8_t>(size));
    data.resize(6 + text_size, 'T');
    data.resize(data.size() + photo_size, 'P');
    data.resize(data.size() + size, 'F');
    return data;
}

TEST(SamvReply, TextAndPhotoOfEveryFixture) {
    for (const std::string kind : {"cn", "J", "I", "Y"}) {
        const Reply reply = reply_of(read_vector_bytes("samv/frame3001_" + kind + ".bin"));
        EXPECT_EQ(reply.status, Status::success);
        const auto content = parse_text_and_photo(reply.data.view());
        ASSERT_TRUE(content) << kind;
        EXPECT_EQ(copy(content->text), read_vector_bytes("samv/text_" + kind + ".bin"));
        EXPECT_EQ(copy(content->photo), Bytes(1024, 0));
        EXPECT_TRUE(content->fingerprints.empty());
    }
}

TEST(SamvReply, FingerprintsOfEveryFixture) {
    for (const std::string kind : {"cn", "J", "I", "Y"}) {
        const Reply reply = reply_of(read_vector_bytes("samv/frame3010_" + kind + ".bin"));
        const auto content = parse_with_fingerprints(reply.data.view());
        ASSERT_TRUE(content) << kind;
        EXPECT_EQ(copy(content->text), read_vector_bytes("samv/text_" + kind + ".bin"));
        EXPECT_EQ(copy(content->photo), Bytes(1024, 0));
        EXPECT_EQ(copy(content->fingerprints), Bytes(1024, 0));
    }
}

TEST(SamvReply, ACardMayHaveOneFingerprintOrNone) {
    for (const auto& [size, frame_size] : {std::pair{0U, 1297U}, {512U, 1809U}, {1024U, 2321U}}) {
        const Bytes data = with_fingerprints(size);
        ASSERT_EQ(data.size() + frame_header_size + 3 + 1, frame_size);
        const auto content = parse_with_fingerprints(data);
        ASSERT_TRUE(content) << size;
        EXPECT_EQ(copy(content->text), Bytes(256, 'T'));
        EXPECT_EQ(copy(content->photo), Bytes(1024, 'P'));
        EXPECT_EQ(copy(content->fingerprints), Bytes(size, 'F'));
    }
}

TEST(SamvReply, RefusesEveryOtherSize) {
    const Bytes good = with_fingerprints(512);
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(parse_with_fingerprints(ByteView{good}.first(size))) << size;
        EXPECT_EQ(parse_text_and_photo(ByteView{good}.first(size)).has_value(), size == 1284) << size;
    }
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_FALSE(parse_with_fingerprints(longer));
    for (std::size_t at = 0; at < 6; ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Bytes damaged = good;
            damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1 << bit));
            EXPECT_FALSE(parse_with_fingerprints(damaged)) << at << ", " << bit;
        }
    }
    EXPECT_FALSE(parse_with_fingerprints(with_fingerprints(1536)));
    EXPECT_FALSE(parse_with_fingerprints(with_fingerprints(100)));
}

TEST(SamvReply, AppendedAddressesAreWholeRecords) {
    for (const std::size_t records : {1U, 2U, 3U, 4U}) {
        const Bytes data(records * 70, 0x20);
        const auto addresses = parse_appended_addresses(data);
        ASSERT_TRUE(addresses);
        EXPECT_EQ(addresses->size(), data.size());
    }
    for (const std::size_t size : {0U, 1U, 69U, 71U, 279U, 350U}) {
        EXPECT_FALSE(parse_appended_addresses(Bytes(size, 0x20))) << size;
    }
}

TEST(SamvReply, ManagementInformationHasThreeNumbers) {
    const Bytes data = hex("49494949 5300000000000053 4400000000000000000000000000 0044");
    const auto information = parse_management_information(data);
    ASSERT_TRUE(information);
    EXPECT_EQ(copy(information->issuer_number), hex("49494949"));
    EXPECT_EQ(copy(information->serial_number), hex("5300000000000053"));
    EXPECT_EQ(copy(information->device_number), hex("44000000000000000000000000000044"));
    EXPECT_FALSE(parse_management_information(ByteView{data}.first(27)));
    EXPECT_FALSE(parse_management_information(Bytes(29, 0)));
}

TEST(SamvReply, KeepsAStatusWithoutAName) {
    const auto reply = parse_reply(hex("69 82 7E"));
    ASSERT_TRUE(reply);
    EXPECT_EQ(static_cast<int>(reply->status), 0x7E);
    EXPECT_EQ(to_string(reply->status), "unknown");
    EXPECT_EQ(to_string(Status::sam_not_authorised), "the SAM is not authorised");
    EXPECT_TRUE(reply->data.empty());
    EXPECT_FALSE(parse_reply(hex("00 00")));
    EXPECT_FALSE(parse_reply({}));
}

}  // namespace
}  // namespace fivestar::samv
