// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg2.hpp"

#include "crypto/tlv/writer.hpp"
#include "identity/lds/face_record.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

void put(Bytes& octets, std::size_t number, std::size_t width) {
    while (width-- > 0) octets.push_back(static_cast<std::uint8_t>(number >> (8 * width)));
}

/// ISO/IEC 19794-5:2005 sections 5.4 to 5.8, with one feature point for every image.
Bytes iso19794(const std::vector<Bytes>& images) {
    Bytes blocks;
    for (const Bytes& image : images) {
        put(blocks, 20 + 8 + 12 + image.size(), 4);
        put(blocks, 1, 2);
        blocks.resize(blocks.size() + 14 + 8 + 12);
        append(blocks, image);
    }
    Bytes record =
        copy(as_bytes(std::string_view{"FAC\0"
                                       "010\0",
                                       8}));
    put(record, 14 + blocks.size(), 4);
    put(record, images.size(), 2);
    append(record, blocks);
    return record;
}

Bytes wrap(tlv::Tag tag, ByteView value) {
    return tlv::encode(tag, value);
}

/// ISO/IEC 39794-5: version block [0], representation blocks [1]; each representationId [0], imageRepresentation [1].
Bytes iso39794(const std::vector<Bytes>& images) {
    Bytes representations;
    for (const Bytes& image : images) {
        Bytes two_d = wrap(0x80, image);
        append(two_d, wrap(0xA1, wrap(0xA0, wrap(0x80, test::hex("02")))));
        Bytes representation = wrap(0x80, test::hex("01"));
        append(representation, wrap(0xA1, wrap(0xA0, wrap(0xA0, two_d))));
        append(representations, wrap(0x30, representation));
    }
    Bytes block = wrap(0xA0, test::hex("800103 810207E3"));
    append(block, wrap(0xA1, representations));
    return wrap(0xA1, wrap(0x65, block));
}

Bytes dg2(tlv::Tag tag, const std::vector<Bytes>& data_blocks) {
    Bytes group = wrap(0x02, test::hex("01"));
    for (const Bytes& block : data_blocks) {
        Bytes instance = wrap(0xA1, test::hex("8002 0101 8101 02 8702 0101 8802 0008"));
        append(instance, wrap(tag, block));
        append(group, wrap(0x7F60, instance));
    }
    return wrap(0x75, wrap(0x7F61, group));
}

Bytes image(std::string_view name) {
    return test::read_vector_bytes(std::string{"images/"}.append(name));
}

void expect_portrait(const Bytes& file, MediaType type, const Bytes& octets) {
    const auto portrait = parse_dg2(file);
    ASSERT_TRUE(portrait) << to_string(portrait.error().code);
    EXPECT_EQ(portrait->media_type, type);
    EXPECT_EQ(portrait->width, 40U);
    EXPECT_EQ(portrait->height, 30U);
    EXPECT_EQ(copy(portrait->octets.view()), octets);
}

TEST(Dg2, GivesTheImageOfIso19794) {
    for (const tlv::Tag tag : {0x5F2EU, 0x7F2EU}) {
        expect_portrait(dg2(tag, {iso19794({image("gradient.jpg")})}), MediaType::jpeg, image("gradient.jpg"));
        expect_portrait(dg2(tag, {iso19794({image("gradient.jp2")})}), MediaType::jp2, image("gradient.jp2"));
        expect_portrait(dg2(tag, {iso19794({image("gradient.j2k")})}), MediaType::j2c, image("gradient.j2k"));
    }
}

TEST(Dg2, GivesTheImageOfIso39794) {
    expect_portrait(dg2(0x7F2E, {iso39794({image("gradient.jp2")})}), MediaType::jp2, image("gradient.jp2"));
}

TEST(Dg2, ReadsAFaceImageDataBlockWithoutItsWrapper) {
    const Bytes wrapped = iso39794({image("gradient.jpg")});
    const auto inner = tlv::find(wrapped, 0xA1);
    expect_portrait(dg2(0x7F2E, {copy((*inner)->value)}), MediaType::jpeg, image("gradient.jpg"));
}

TEST(Dg2, TakesTheFirstUsableImageOfSeveral) {
    const Bytes junk = test::hex("00010203");
    expect_portrait(dg2(0x5F2E, {iso19794({junk, image("gradient.jpg"), image("gradient.jp2")})}), MediaType::jpeg,
                    image("gradient.jpg"));
    expect_portrait(dg2(0x7F2E, {iso39794({junk, image("gradient.jp2")})}), MediaType::jp2, image("gradient.jp2"));
    expect_portrait(dg2(0x5F2E, {iso19794({junk}), iso19794({image("gradient.j2k")})}), MediaType::j2c,
                    image("gradient.j2k"));
    EXPECT_EQ(face_images(dg2(0x5F2E, {iso19794({junk, junk}), iso39794({junk})}))->size(), 3U);
}

TEST(Dg2, SurvivesImagesOfNoOctetsToTwelve) {
    const Bytes whole = image("gradient.jp2");
    for (std::size_t size = 0; size <= 12; ++size) {
        const Bytes cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)};
        EXPECT_EQ(parse_dg2(dg2(0x5F2E, {iso19794({cut})})).error().code, ErrorCode::unsupported);
        EXPECT_EQ(parse_dg2(dg2(0x7F2E, {iso39794({cut})})).error().code, ErrorCode::unsupported);
    }
}

TEST(Dg2, RefusesEveryCut) {
    for (const Bytes& file :
         {dg2(0x5F2E, {iso19794({image("gradient.jpg")})}), dg2(0x7F2E, {iso39794({image("gradient.jpg")})})}) {
        for (std::size_t size = 0; size < file.size(); ++size)
            EXPECT_FALSE(parse_dg2(ByteView{file}.first(size))) << size;
    }
}

TEST(Dg2, RefusesTemplatesWithoutAFace) {
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, {})).error().code, ErrorCode::unsupported);
    EXPECT_EQ(parse_dg2(dg2(0x5F2F, {iso19794({})})).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, {test::hex("00112233")})).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, {wrap(0x66, test::hex("8000"))})).error().code, ErrorCode::unsupported);
}

TEST(Dg2, BoundsTheNumberOfFaces) {
    const std::vector<Bytes> many(max_faces + 1, test::hex("00"));
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, {iso19794(many)})).error().code, ErrorCode::limit_exceeded);
    EXPECT_EQ(parse_dg2(dg2(0x7F2E, {iso39794(many)})).error().code, ErrorCode::limit_exceeded);
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, std::vector<Bytes>(max_faces + 1, iso19794({})))).error().code,
              ErrorCode::limit_exceeded);
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
