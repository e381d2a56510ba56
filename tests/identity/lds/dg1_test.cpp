// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg1.hpp"

#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;

constexpr auto read_on = year{2026} / 6 / 15;

TEST(Dg1, ReadsTheZoneInItsDataObjects) {
    const Bytes file = test::read_vector_bytes("passive/dg1.bin");
    const auto mrz = parse_dg1(file, read_on);
    ASSERT_TRUE(mrz);
    EXPECT_EQ(mrz->document_number.view(), "L898902C3");
    for (std::size_t size = 0; size < file.size(); ++size) {
        EXPECT_FALSE(parse_dg1(ByteView{file}.first(size), read_on)) << size;
    }
    Bytes longer = file;
    longer.push_back(0);
    EXPECT_EQ(parse_dg1(longer, read_on).error().code, ErrorCode::trailing_bytes);
}

}  // namespace
}  // namespace fivestar::identity
