// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg13.hpp"

#include "crypto/tlv/writer.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

TEST(Dg13, HoldsTheTextRecord) {
    const Bytes record = test::read_vector_bytes("samv/text_Y.bin");
    const Bytes file = tlv::encode(0x6D, tlv::encode(0x04, record));
    EXPECT_EQ(copy(*parse_dg13(file)), record);
    EXPECT_EQ(parse_dg13(tlv::encode(0x6D, tlv::encode(0x04, Bytes(255)))).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg13(tlv::encode(0x6D, tlv::encode(0x0C, record))).error().code, ErrorCode::malformed);
    Bytes twice = tlv::encode(0x04, record);
    append(twice, tlv::encode(0x04, record));
    EXPECT_EQ(copy(*parse_dg13(tlv::encode(0x6D, twice))), record);
    Bytes padded = tlv::encode(0x04, record);
    padded.insert(padded.end(), 4, 0);
    EXPECT_EQ(copy(*parse_dg13(tlv::encode(0x6D, padded))), record);
}

}  // namespace
}  // namespace fivestar::identity
