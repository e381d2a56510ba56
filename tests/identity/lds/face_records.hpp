// SPDX-License-Identifier: Apache-2.0
// DG2 with face records of both standards.
#pragma once

#include "crypto/tlv/writer.hpp"
#include "identity/lds/dg2.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {

inline void put(Bytes& octets, std::size_t number, std::size_t width) {
    while (width-- > 0) octets.push_back(static_cast<std::uint8_t>(number >> (8 * width)));
}

/// ISO/IEC 19794-5:2005 sections 5.4 to 5.8, with one feature point for every image.
inline Bytes iso19794(const std::vector<Bytes>& images) {
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

inline Bytes wrap(tlv::Tag tag, ByteView value) {
    return tlv::encode(tag, value);
}

/// ISO/IEC 39794-5: version block [0], representation blocks [1]; each representationId [0], imageRepresentation [1].
inline Bytes iso39794(const std::vector<Bytes>& images) {
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

inline Bytes dg2(tlv::Tag tag, const std::vector<Bytes>& data_blocks) {
    Bytes group = wrap(0x02, Bytes{static_cast<std::uint8_t>(data_blocks.size())});
    for (const Bytes& block : data_blocks) {
        Bytes instance = wrap(0xA1, test::hex("8002 0101 8101 02 8702 0101 8802 0008"));
        append(instance, wrap(tag, block));
        append(group, wrap(0x7F60, instance));
    }
    return wrap(0x75, wrap(0x7F61, group));
}

inline Bytes image(std::string_view name) {
    return test::read_vector_bytes(std::string{"images/"}.append(name));
}

inline void expect_portrait(const Bytes& file, MediaType type, const Bytes& octets,
                            const std::vector<Reason>& findings = {}) {
    const auto dg2 = parse_dg2(file);
    ASSERT_TRUE(dg2) << to_string(dg2.error().code);
    EXPECT_EQ(dg2->findings, findings);
    const Portrait* const portrait = &dg2->portrait;
    EXPECT_EQ(portrait->media_type, type);
    EXPECT_EQ(portrait->width, 40U);
    EXPECT_EQ(portrait->height, 30U);
    EXPECT_EQ(copy(portrait->octets.view()), octets);
}

}  // namespace fivestar::identity
