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

/// Writes `number` in the record of one image at this place.
Bytes record_with(std::size_t at, std::size_t number, std::size_t width) {
    Bytes record = iso19794({image("gradient.jpg")});
    Bytes octets;
    put(octets, number, width);
    std::ranges::copy(octets, record.begin() + static_cast<std::ptrdiff_t>(at));
    return record;
}

TEST(Iso19794Face, ChecksWhatBoundsIt) {
    const auto error = [](const Bytes& record) {
        const auto faces = iso19794_faces(record);
        return faces ? ErrorCode::invalid_argument : faces.error().code;
    };
    EXPECT_EQ(error(record_with(4, 0x30333000, 4)), ErrorCode::unsupported);  // version 030
    EXPECT_EQ(error(record_with(12, 0xFFFF, 2)), ErrorCode::limit_exceeded);
    EXPECT_EQ(error(record_with(18, 0xFFFF, 2)), ErrorCode::malformed);  // feature points beyond the block
    EXPECT_EQ(error(copy(ByteView{record_with(12, 1, 2)}.first(20))), ErrorCode::malformed);
}

/// Record and block lengths that are wrong by a few octets, or not there: gmrtd/gmrtd#102. The data object bounds the
/// image.
TEST(Iso19794Face, DoesNotBelieveItsLengths) {
    const std::size_t size = iso19794({image("gradient.jpg")}).size();
    for (const std::size_t length : {size - 8, size - 1, size + 1, size + 2, std::size_t{0}, std::size_t{0xFFFFFFFF}}) {
        expect_portrait(dg2(0x5F2E, {record_with(8, length, 4)}), MediaType::jpeg, image("gradient.jpg"),
                        {Reason::face_record_length});
        expect_portrait(dg2(0x5F2E, {record_with(14, length - 14, 4)}), MediaType::jpeg, image("gradient.jpg"),
                        {Reason::face_record_length});
    }
    expect_portrait(dg2(0x5F2E, {record_with(12, 2, 2)}), MediaType::jpeg, image("gradient.jpg"),
                    {Reason::face_record_length});  // one image, two announced
}

TEST(Iso19794Face, LeavesZerosBehindOut) {
    Bytes padded = iso19794({image("gradient.jpg")});
    padded.insert(padded.end(), 7, 0);
    expect_portrait(dg2(0x5F2E, {padded}), MediaType::jpeg, image("gradient.jpg"), {Reason::face_record_length});
}

}  // namespace
}  // namespace fivestar::identity
