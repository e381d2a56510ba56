// SPDX-License-Identifier: Apache-2.0
// The expected characters are those of two other implementations: ICU's converter of code page 936 gives the octets of
// a private-use code point, glibc's converter of GB 18030 the character of these octets.
#include "identity/equivalent_ideographs.hpp"

#include <array>
#include <cstdint>
#include <iconv.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unicode/ucnv.h>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

std::optional<std::string> octets_in_936(UConverter& converter, char16_t unit) {
    std::array<char, 8> octets{};
    UErrorCode error = U_ZERO_ERROR;
    const std::int32_t size = ucnv_fromUChars(&converter, octets.data(), octets.size(), &unit, 1, &error);
    if (U_FAILURE(error) || size != 2) return std::nullopt;
    return std::string{octets.data(), static_cast<std::size_t>(size)};
}

std::optional<char32_t> from_gb18030(iconv_t converter, std::string octets) {
    char32_t c = 0;
    char* from = octets.data();
    std::size_t left = octets.size();
    auto* to = reinterpret_cast<char*>(&c);
    std::size_t room = sizeof c;
    if (::iconv(converter, &from, &left, &to, &room) == static_cast<std::size_t>(-1) || room != 0) return std::nullopt;
    return c;
}

bool is_private(char32_t c) {
    return c >= 0xE000 && c <= 0xF8FF;
}

TEST(EquivalentIdeograph, IsWhatGb18030HasForTheOctetsOfCodePage936) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, void (*)(UConverter*)> old{ucnv_open("windows-936-2000", &error), &ucnv_close};
    ASSERT_TRUE(U_SUCCESS(error));
    ucnv_setFromUCallBack(old.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    const iconv_t now = ::iconv_open("UTF-32LE", "GB18030");
    int pairs = 0;
    for (char32_t c = 0xE000; c <= 0xF8FF; ++c) {
        const auto octets = octets_in_936(*old, static_cast<char16_t>(c));
        const auto today = octets ? from_gb18030(now, *octets) : std::nullopt;
        const char32_t expected = today && !is_private(*today) ? *today : c;
        EXPECT_EQ(equivalent_ideograph(c), equivalent_ideograph(expected)) << std::hex << static_cast<unsigned>(c);
        if (expected != c) ++pairs;
    }
    ::iconv_close(now);
    // FE51, FE52, FE53, FE6C, FE76 and FE91, which the tables of GB 18030-2022, as glibc 2.41 has them, leave private.
    const std::map<char32_t, char32_t> of_2005{{0xE816, 0x20087}, {0xE817, 0x20089}, {0xE818, 0x200CC},
                                               {0xE831, 0x215D7}, {0xE83B, 0x2298F}, {0xE855, 0x241FE}};
    for (const auto& [c, expected] : of_2005) EXPECT_EQ(equivalent_ideograph(c), equivalent_ideograph(expected));
    EXPECT_THAT(pairs, testing::AnyOf(106, 106 - 6));
}

// EquivalentUnifiedIdeograph.txt of the Unicode Character Database.
TEST(EquivalentIdeograph, KnowsTheRadicals) {
    EXPECT_EQ(equivalent_ideograph(0x2E81), 0x5382U);
    EXPECT_EQ(equivalent_ideograph(0x2E87), 0x20628U);
    EXPECT_EQ(equivalent_ideograph(0x2EA0), 0x6C11U);  // 民
    EXPECT_EQ(equivalent_ideograph(0x2EE9), 0x9EC4U);  // 黄
    EXPECT_EQ(equivalent_ideograph(0x2EF3), 0x9F9FU);
    for (const char32_t c : {U'A', U'三', U'\uE000', U'\uF8FF', U'\u2E9A', U'\u2EF4', U'\U00020087'}) {
        EXPECT_EQ(equivalent_ideograph(c), c);
    }
}

}  // namespace
}  // namespace fivestar::identity
