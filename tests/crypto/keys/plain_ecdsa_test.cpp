// SPDX-License-Identifier: Apache-2.0
// Signatures of BSI TR-03111 §5.2.1 as X9.62 has them.
#include "crypto/keys/plain_ecdsa.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;

TEST(PlainEcdsa, BecomesTheShortestDer) {
    EXPECT_EQ(der_of_plain_ecdsa(hex("0001 0080")), hex("3007020101 02020080"));
    EXPECT_EQ(der_of_plain_ecdsa(hex("00 00")), hex("3006020100020100"));
    EXPECT_EQ(der_of_plain_ecdsa({}), fail(ErrorCode::malformed));
    EXPECT_EQ(der_of_plain_ecdsa(Bytes(3)), fail(ErrorCode::malformed));
}

}  // namespace
}  // namespace fivestar::crypto
