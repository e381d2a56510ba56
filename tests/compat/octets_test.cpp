// SPDX-License-Identifier: Apache-2.0
// Expected values of Base64 are those of RFC 4648 §10.
#include "compat/octets.hpp"

#include "compat/desk.hpp"
#include "compat/return_code.hpp"

#include <string>
#include <string_view>
#include <sys/mman.h>

#include <gtest/gtest.h>

namespace fivestar::compat {
namespace {

std::string decoded(std::string_view text) {
    Octets<6> octets;
    if (!octets.assign_base64(text)) return "invalid";
    return {reinterpret_cast<const char*>(octets.view().data()), octets.size()};
}

TEST(CompatOctets, DecodesBase64) {
    EXPECT_EQ(decoded(""), "");
    EXPECT_EQ(decoded("Zg=="), "f");
    EXPECT_EQ(decoded("Zm8="), "fo");
    EXPECT_EQ(decoded("Zm9v"), "foo");
    EXPECT_EQ(decoded("Zm9vYg=="), "foob");
    EXPECT_EQ(decoded("Zm9vYmE="), "fooba");
    EXPECT_EQ(decoded("Zm9vYmFy"), "foobar");
}

TEST(CompatOctets, RefusesWhatIsNoBase64OrTooLong) {
    for (const std::string_view text :
         {"Z", "Zg", "Zg=", "Z===", "====", "Zm=v", "Zg==Zg==", "Zm9\n", "Zm-_", "Zh==", "Zm9=", "Zm9vYmFyZg=="}) {
        EXPECT_EQ(decoded(text), "invalid") << text;
    }
}

TEST(CompatOctets, EncodesTheExamplesOfRfc4648) {
    for (const auto& [octets, text] : std::initializer_list<std::pair<std::string, std::string>>{
             {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}}) {
        std::string out(base64_size(octets.size()), '\0');
        encode_base64({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()},
                      {reinterpret_cast<std::uint8_t*>(out.data()), out.size()});
        EXPECT_EQ(out, text);
    }
}

TEST(CompatOctets, CopiesTextsFromMemoryThatCanBeReadAlone) {
    std::string text;
    EXPECT_TRUE(copy_text_in(text, "/a/b", 4));
    EXPECT_EQ(text, "/a/b");
    EXPECT_FALSE(copy_text_in(text, "/a/bc", 4)) << "too long";
    EXPECT_FALSE(copy_text_in(text, nullptr, 4));
    EXPECT_FALSE(copy_text_in(text, reinterpret_cast<const char*>(8), 4));
}

TEST(CompatOctets, CopiesToMemoryThatCanBeWrittenAlone) {
    const std::array<std::uint8_t, 4> octets{1, 2, 3, 4};
    std::array<std::uint8_t, 6> to{9, 9, 9, 9, 9, 9};
    EXPECT_TRUE(copy_out(to.data(), octets));
    EXPECT_EQ(to, (std::array<std::uint8_t, 6>{1, 2, 3, 4, 9, 9}));
    EXPECT_FALSE(copy_out(static_cast<void*>(nullptr), octets));
    EXPECT_TRUE(copy_out(static_cast<unsigned*>(nullptr), 1)) << "a length that nobody wants";
    void* const page = ::mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(page, MAP_FAILED);
    EXPECT_FALSE(copy_out(page, octets));
    ::munmap(page, 4096);
}

// The printed form and the octets of tests/vectors/samv/README.md and of GA/T 467.
TEST(CompatSamId, HasSixteenOctets) {
    const auto octets = sam_id_octets("05.03-20150101-0001234567-0123456789");
    ASSERT_TRUE(octets);
    EXPECT_EQ(*octets, (std::array<std::uint8_t, 16>{0x05, 0x00, 0x03, 0x00, 0x55, 0x77, 0x33, 0x01, 0x87, 0xD6, 0x12,
                                                     0x00, 0x15, 0xCD, 0x5B, 0x07}));
    for (const char* text : {"", "05.03-20150101-0001234567-012345678", "05.03-20150101-0001234567-01234567890",
                             "05-03-20150101-0001234567-0123456789", "05.03-2015010x-0001234567-0123456789",
                             "05.03-20150101-9999999999-0123456789", "+5.03-20150101-0001234567-0123456789"}) {
        EXPECT_FALSE(sam_id_octets(text)) << text;
    }
}

TEST(CompatCodes, HaveAText) {
    for (const Code code : {Code::port, Code::timeout, Code::parameter, Code::refused, Code::kind, Code::read,
                            Code::success, Code::no_item, Code::not_found, Code::not_selected, Code::found}) {
        EXPECT_FALSE(text_of(number_of(code)).empty()) << number_of(code);
    }
    EXPECT_TRUE(text_of(0).empty());
    EXPECT_TRUE(text_of(-1).empty());
}

}  // namespace
}  // namespace fivestar::compat
