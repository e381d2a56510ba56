// SPDX-License-Identifier: Apache-2.0
#include "crypto/tlv/cursor.hpp"
#include "tests/identity/lds/face_records.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(Dg2, GivesTheImageOfIso39794) {
    expect_portrait(dg2(0x7F2E, {iso39794({image("gradient.jp2")})}), MediaType::jp2, image("gradient.jp2"));
}

TEST(Dg2, ReadsAFaceImageDataBlockWithoutItsWrapper) {
    const Bytes wrapped = iso39794({image("gradient.jpg")});
    const auto inner = tlv::find(wrapped, 0xA1);
    expect_portrait(dg2(0x7F2E, {copy((*inner)->value)}), MediaType::jpeg, image("gradient.jpg"));
}

}  // namespace
}  // namespace fivestar::identity
