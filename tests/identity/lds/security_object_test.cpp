// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/security_object.hpp"

#include "tests/support/vector_file.hpp"

#include <map>
#include <string>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

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
    EXPECT_THAT(parsed->findings, IsEmpty());
    EXPECT_THAT(parse(object(entry("01"), sha256, "020101"))->findings, ElementsAre(Reason::security_object_version));
}

TEST(SecurityObject, AcceptsAnAlgorithmWithoutParameters) {
    EXPECT_TRUE(parse(object(entry("01"), "300B0609608648016503040201")));
}

/// Each entry stands by itself: one that is odd does not lose the others.
TEST(SecurityObject, ReadsEntryByEntry) {
    const std::string other(64, 'B');
    const std::string cut(62, 'A');
    struct Example {
        std::string entries;
        std::map<DataGroupNumber, Bytes> hashes;
        bool has_unreadable_entry = false;
    };
    const Bytes good = test::hex(hash);
    const Example examples[] = {
        {entry("01") + entry("01"), {{1, good}}},                                // twice the same
        {entry("01") + entry("02") + entry("02", other), {{1, good}, {2, {}}}},  // neither counts
        {entry("01") + entry("02", cut), {{1, good}, {2, {}}}},                  // of the wrong size
        {entry("02", cut) + entry("02") + entry("01"), {{1, good}, {2, {}}}},
        {entry("01") + entry("00") + entry("11"), {{1, good}}},  // no groups of LDS1
        {entry("01") + entry("FF"), {{1, good}}, true},
        {entry("01") + "0500", {{1, good}}, true},
        {entry("01") + "3004020102", {{1, good}}, true},     // reaches past the list
        {entry("01") + "3003020102", {{1, good}, {2, {}}}},  // without a hash
        {"30270201"
         "01"
         "0420" +
             hash + "0000",
         {{1, good}}},  // zeros behind the hash
    };
    for (const Example& example : examples) {
        const auto parsed = parse(object(example.entries));
        ASSERT_TRUE(parsed) << example.entries;
        EXPECT_EQ(parsed->hashes, example.hashes) << example.entries;
        EXPECT_EQ(parsed->has_unreadable_entry, example.has_unreadable_entry) << example.entries;
        EXPECT_THAT(parsed->findings, ElementsAre(Reason::hash_entry_malformed)) << example.entries;
    }
}

TEST(SecurityObject, ReportsElementsThatDoNotBelongThere) {
    const auto findings = [](const std::string& octets) { return parse(octets).value().findings; };
    EXPECT_THAT(findings(object(entry("01"), sha256, "020102")), ElementsAre(Reason::security_object_version));
    EXPECT_THAT(findings(object(entry("01"), sha256, "")), ElementsAre(Reason::security_object_version));
    EXPECT_THAT(findings(object(entry("01"), sha256, "020100", "0500")),
                ElementsAre(Reason::security_object_malformed));
    EXPECT_THAT(findings(object(entry("01")) + "00"), ElementsAre(Reason::security_object_malformed));
    EXPECT_THAT(findings(object(entry("01"), sha256, "0201000500")), ElementsAre(Reason::security_object_malformed));
}

TEST(SecurityObject, RefusesWhatListsNothing) {
    EXPECT_EQ(parse(object("")).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse(object(entry("00"))).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse(object(entry("01", std::string(62, 'A')))).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse(object(entry("01"), "300A06082A864886F70D0205")).error().code, ErrorCode::unsupported);  // MD5
}

TEST(SecurityObject, RefusesEveryCut) {
    const Bytes whole = test::hex(object(entry("01") + entry("02")));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(parse_security_object(ByteView{whole}.first(size)));
}

}  // namespace
}  // namespace fivestar::identity
