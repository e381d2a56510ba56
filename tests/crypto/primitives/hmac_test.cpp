// SPDX-License-Identifier: Apache-2.0
// Expected values: RFC 4231.
#include "crypto/primitives/hmac.hpp"

#include "crypto/base/text.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

TEST(Hmac, FollowsTheExamplesOfRfc4231) {
    const auto code = [](const Bytes& key, std::string_view text) {
        return to_hex(hmac_sha256(key, as_bytes(text)).view());
    };
    EXPECT_EQ(code(Bytes(20, 0x0B), "Hi There"), "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7");
    EXPECT_EQ(code(copy(as_bytes("Jefe")), "what do ya want for nothing?"),
              "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843");
    EXPECT_EQ(code(Bytes(131, 0xAA), "Test Using Larger Than Block-Size Key - Hash Key First"),
              "60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54");
    // Nothing under an empty key, as Python's hmac module has it.
    EXPECT_EQ(code({}, ""), "B613679A0814D9EC772F95D778C35FC5FF1697C493715653C6C712144292C5AD");
}

}  // namespace
}  // namespace fivestar::crypto
