// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/security_object.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

const std::string sha256 = "300D06096086480165030402010500";
const std::string hash = std::string(64, 'A');

std::string entry(std::string_view number, const std::string& value = hash) {
    const std::string size = value.size() == 64 ? "20" : "1F";
    const std::string whole = value.size() == 64 ? "25" : "24";
    return "30" + whole + "0201" + std::string{number} + "04" + size + value;
}

std::string sequence(const std::string& content) {
    const std::size_t size = content.size() / 2;
    const auto digits = [](std::size_t value) {
        constexpr std::string_view hex = "0123456789ABCDEF";
        return std::string{hex[value / 16], hex[value % 16]};
    };
    return (size < 0x80 ? "30" + digits(size) : "3082" + digits(size / 256) + digits(size % 256)) + content;
}

Result<SecurityObject> parse(const std::string& content) {
    return parse_security_object(test::hex(content));
}

std::string object(const std::string& entries, const std::string& algorithm = sha256,
                   const std::string& version = "020100", const std::string& rest = "") {
    return sequence(version + algorithm + sequence(entries) + rest);
}

TEST(SecurityObject, ListsHashes) {
    const auto parsed = parse(object(entry("01") + entry("02") + entry("10")));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->digest, crypto::DigestAlgorithm::sha256);
    EXPECT_EQ(parsed->hashes.size(), 3U);
    EXPECT_EQ(parsed->hashes.at(16), test::hex(hash));
}

TEST(SecurityObject, ReadsTheVersionsOfVersion1) {
    const auto parsed = parse(object(entry("01"), sha256, "020101", "300E1304303130381306303430303030"));
    ASSERT_TRUE(parsed);
    EXPECT_TRUE(parsed->hashes.contains(1));
    EXPECT_EQ(parse(object(entry("01"), sha256, "020101")).error().code, ErrorCode::malformed);
}

TEST(SecurityObject, AcceptsAnAlgorithmWithoutParameters) {
    EXPECT_TRUE(parse(object(entry("01"), "300B0609608648016503040201")));
}

TEST(SecurityObject, RefusesADataGroupTwice) {
    EXPECT_EQ(parse(object(entry("01") + entry("01"))).error().code, ErrorCode::malformed);
}

TEST(SecurityObject, RefusesWhatCannotBe) {
    EXPECT_EQ(parse(object("")).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse(object(entry("00"))).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse(object(entry("11"))).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse(object(entry("FF"))).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse(object(entry("01", std::string(62, 'A')))).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse(object(entry("01"), sha256, "020102")).error().code, ErrorCode::unsupported);
    EXPECT_EQ(parse(object(entry("01"), "300A06082A864886F70D0205")).error().code, ErrorCode::unsupported);  // MD5
    EXPECT_EQ(parse(object(entry("01"), sha256, "020100", "0500")).error().code, ErrorCode::trailing_bytes);
    EXPECT_EQ(parse(object(entry("01")) + "00").error().code, ErrorCode::trailing_bytes);
}

TEST(SecurityObject, RefusesEveryCut) {
    const Bytes whole = test::hex(object(entry("01") + entry("02")));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(parse_security_object(ByteView{whole}.first(size)));
}

}  // namespace
}  // namespace fivestar::identity
