// SPDX-License-Identifier: Apache-2.0
// Expected values: RFC 5280 §4.1.2.5; seconds since 1970 from `date -u -d ... +%s`.
#include "crypto/asn1/asn1_time.hpp"

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

Result<WallTime> read(tlv::Tag tag, std::string_view text) {
    return asn1_time({tag, as_bytes(text), as_bytes(text)});
}

struct Example {
    tlv::Tag tag;
    std::string_view text;
    long seconds;
};

constexpr std::array<Example, 9> examples{{{0x17, "491231235959Z", 2524607999},
                                           {0x17, "500101000000Z", -631152000},
                                           {0x17, "240229120000Z", 1709208000},
                                           {0x17, "2402291200Z", 1709208000},
                                           {0x17, "240229120000+0800", 1709179200},
                                           {0x17, "240229120000-0130", 1709213400},
                                           {0x18, "20500101000000Z", 2524608000},
                                           {0x18, "19691231235959Z", -1},
                                           {0x18, "205001010000Z", 2524608000}}};

TEST(Asn1Time, ReadsBothForms) {
    for (const Example& example : examples) {
        const auto time = read(example.tag, example.text);
        ASSERT_TRUE(time) << example.text;
        EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count(), example.seconds)
            << example.text;
    }
}

TEST(Asn1Time, StaysInsideTheRangeOfTheClock) {
    const auto far = read(0x18, "99991231235959Z");
    const auto long_ago = read(0x18, "00000101000000Z");
    ASSERT_TRUE(far && long_ago);
    EXPECT_GT(*far, WallTime::max() - std::chrono::seconds{2});
    EXPECT_LT(*long_ago, WallTime::min() + std::chrono::seconds{2});
}

TEST(Asn1Time, RefusesWhatIsNoInstant) {
    for (const std::string_view text :
         {"", "Z", "240229120000", "230229120000Z", "241301120000Z", "240001120000Z", "240100120000Z", "240101240000Z",
          "240101126000Z", "240101120060Z", "24010112000Z", "240101120000Z ", "240101120000.5Z", "240101120000+08",
          "240101120000+2400", "2401011200 0Z", "-40101120000Z", "240101120000ZZ"}) {
        EXPECT_EQ(read(0x17, text), fail(ErrorCode::malformed)) << text;
    }
    EXPECT_EQ(read(0x04, "240229120000Z"), fail(ErrorCode::malformed));
    const std::string_view whole = "20240229120000Z";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(read(0x18, whole.substr(0, size))) << size;
    }
}

}  // namespace
}  // namespace fivestar::crypto
