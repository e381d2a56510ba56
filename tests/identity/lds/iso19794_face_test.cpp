// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/face_record.hpp"
#include "tests/identity/lds/face_records.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(Dg2, GivesTheImageOfIso19794) {
    for (const tlv::Tag tag : {0x5F2EU, 0x7F2EU}) {
        expect_portrait(dg2(tag, {iso19794({image("gradient.jpg")})}), MediaType::jpeg, image("gradient.jpg"));
        expect_portrait(dg2(tag, {iso19794({image("gradient.jp2")})}), MediaType::jp2, image("gradient.jp2"));
        expect_portrait(dg2(tag, {iso19794({image("gradient.j2k")})}), MediaType::j2c, image("gradient.j2k"));
    }
}

TEST(Iso19794Face, ChecksEveryLength) {
    const Bytes good = iso19794({image("gradient.jpg")});
    ASSERT_TRUE(iso19794_faces(good));
    const auto with = [&](std::size_t at, std::size_t number, std::size_t width) {
        Bytes bad = good;
        Bytes octets;
        put(octets, number, width);
        std::ranges::copy(octets, bad.begin() + static_cast<std::ptrdiff_t>(at));
        const auto faces = iso19794_faces(bad);
        return faces ? ErrorCode::invalid_argument : faces.error().code;
    };
    EXPECT_EQ(with(4, 0x30333000, 4), ErrorCode::unsupported);  // version 030
    EXPECT_EQ(with(8, 0, 4), ErrorCode::malformed);             // record length zero, short, long, huge
    EXPECT_EQ(with(8, 20, 4), ErrorCode::malformed);
    EXPECT_EQ(with(8, good.size() + 1, 4), ErrorCode::malformed);
    EXPECT_EQ(with(8, 0xFFFFFFFF, 4), ErrorCode::malformed);
    EXPECT_EQ(with(12, 2, 2), ErrorCode::malformed);  // one image, two announced
    EXPECT_EQ(with(12, 0xFFFF, 2), ErrorCode::limit_exceeded);
    EXPECT_EQ(with(14, 0, 4), ErrorCode::malformed);  // block length zero, short, long, huge
    EXPECT_EQ(with(14, 39, 4), ErrorCode::malformed);
    EXPECT_EQ(with(14, good.size() - 13, 4), ErrorCode::malformed);
    EXPECT_EQ(with(14, 0xFFFFFFFF, 4), ErrorCode::malformed);
    EXPECT_EQ(with(18, 0xFFFF, 2), ErrorCode::malformed);  // feature points beyond the block
}

}  // namespace
}  // namespace fivestar::identity
