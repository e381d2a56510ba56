// SPDX-License-Identifier: Apache-2.0
// Expected values: X.690 §8.19.5, and `openssl asn1parse -genstr OID:...` for the others.
#include "crypto/asn1/object_identifier.hpp"

#include "tests/support/vector_file.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> oid_examples{
    {{"2.100.3", "813403"},
     {"2.23.136.1.1.1", "678108010101"},
     {"1.2.840.113549.1.7.2", "2A864886F70D010702"},
     {"0.4.0.127.0.7", "04007F0007"},
     {"1.3.36.3.3.2.8.1.1.7", "2B2403030208010107"},
     {"2.999", "8837"},
     {"1.39.4294967295", "4F8FFFFFFF7F"}}};

TEST(ObjectIdentifier, IsReadAndWritten) {
    for (const auto& [text, value] : oid_examples) {
        EXPECT_EQ(oid_text(hex(value)), text);
        EXPECT_EQ(oid_value(text), hex(value)) << text;
    }
}

TEST(ObjectIdentifier, RefusesBrokenOctets) {
    for (const std::string_view value : {"", "80", "2A86", "2A8001", "2A90808080 00", "2AFFFFFFFFFF7F"}) {
        EXPECT_EQ(oid_text(hex(value)), fail(ErrorCode::malformed)) << value;
    }
    EXPECT_EQ(oid_text(Bytes(65, 0x01)), fail(ErrorCode::limit_exceeded));
}

TEST(ObjectIdentifier, RefusesBrokenText) {
    for (const std::string_view text :
         {"", "1", "1.", ".1", "1..2", "1.2.", "1.40", "3.1", "01.2", "1.02", "1.2.x", "1.-2", "1.+2", " 1.2", "1.2 ",
          "1.2.4294967296", "1.2.99999999999999999999", "2.4294967295"}) {
        EXPECT_EQ(oid_value(text), fail(ErrorCode::malformed)) << text;
    }
    std::string long_text = "1.2";
    for (int arc = 0; arc < 70; ++arc) long_text += ".1";
    EXPECT_EQ(oid_value(long_text), fail(ErrorCode::limit_exceeded));
}

}  // namespace
}  // namespace fivestar::crypto
