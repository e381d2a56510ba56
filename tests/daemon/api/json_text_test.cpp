// SPDX-License-Identifier: Apache-2.0
// JSON of RFC 8259, strictly.
#include "daemon/api/json_text.hpp"

#include "crypto/base/zeroizing_resource.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using daemon::parse_json;

TEST(Json, ParsesIntoZeroizingMemory) {
    const auto value = parse_json(" {\"a\": [1, -2, 1.5, true, null, \"\\u5317\"], \"b\": {\"a\": {}}} \n");
    ASSERT_TRUE(value);
    EXPECT_EQ(*value, json::parse(R"({"a": [1, -2, 1.5, true, null, "北"], "b": {"a": {}}})"));
    const json::memory_resource* const storage = value->storage().get();
    EXPECT_NE(storage, json::storage_ptr{}.get()) << "not the default memory";
    EXPECT_EQ(value->at("a").as_array().storage().get(), storage);
    EXPECT_EQ(value->at("a").at(5).as_string().storage().get(), storage);
}

TEST(Json, IgnoresOneByteOrderMark) {
    // RFC 8259 §8.1. Badgerati/Pode#1604: PowerShell writes one.
    const auto value = parse_json("\xEF\xBB\xBF{\"wait_seconds\":0}");
    ASSERT_TRUE(value);
    EXPECT_EQ(value->at("wait_seconds"), 0);
    for (const char* text : {"\xEF\xBB\xBF", "\xEF\xBB\xBF\xEF\xBB\xBF{}", "\xEF\xBB{}", " \xEF\xBB\xBF{}",
                             "{}\xEF\xBB\xBF", "\xFF\xFE{\0}"}) {
        EXPECT_FALSE(parse_json(text)) << text;
    }
}

TEST(Json, TakesANumberWithoutAFractionForAnInteger) {
    // JSON Schema 2020-12, Validation §6.1.1 and Core §6.3: 1.0 is an integer.
    const auto integer = [](std::string_view text) { return daemon::integer_of(*parse_json(text)); };
    for (const char* text : {"1", "1.0", "1e0", "10e-1", "0.1e1", "1.000"}) EXPECT_EQ(integer(text), 1) << text;
    EXPECT_EQ(integer("-0.0"), 0);
    EXPECT_EQ(integer("-9223372036854775808.0"), std::numeric_limits<std::int64_t>::min());
    for (const char* text : {"1.5", "1e-9", "9223372036854775808.0", "9223372036854775808", "-1e300", "1e300", "true",
                             "\"1\"", "null", "[1]"}) {
        EXPECT_EQ(integer(text), std::nullopt) << text;
    }
}

TEST(Json, TakesANullMemberForAnAbsentOne) {
    const auto value = parse_json(R"({"a": null, "b": false})");
    ASSERT_TRUE(value);
    const json::object& object = value->as_object();
    EXPECT_EQ(daemon::member_of(object, "a"), nullptr);
    EXPECT_EQ(daemon::member_of(object, "c"), nullptr);
    ASSERT_NE(daemon::member_of(object, "b"), nullptr);
    EXPECT_EQ(*daemon::member_of(object, "b"), false);
}

TEST(Json, ZeroizesItsMemory) {
    alignas(ZeroizingResource) std::array<unsigned char, sizeof(ZeroizingResource)> place{};
    auto* const resource = std::construct_at(reinterpret_cast<ZeroizingResource*>(place.data()));
    void* const small = resource->allocate(64, 8);
    std::memset(small, 0xA5, 64);
    // Eight octets in a row, because one may be part of an address.
    const auto is_marked = [&place] { return std::ranges::search_n(place, 8, 0xA5).begin() != place.end(); };
    EXPECT_TRUE(is_marked()) << "small pieces are inside the object";
    const std::size_t large = 100'000;
    void* const block = resource->allocate(large, 8);
    std::memset(block, 0xA5, large);
    std::destroy_at(resource);
    EXPECT_FALSE(is_marked());
    // The allocator is likely to hand out the large block again.
    const std::unique_ptr<unsigned char[]> again{new unsigned char[large]};
    EXPECT_EQ(std::count(again.get() + 64, again.get() + large, 0xA5), 0);
}

TEST(Json, RefusesAllButStrictJson) {
    for (const std::string_view text : {"",
                                        " ",
                                        "{",
                                        "[",
                                        "\"",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{a:1}",
                                        "{'a':1}",
                                        "[1,]",
                                        "{\"a\":1,}",
                                        "01",
                                        "+1",
                                        ".5",
                                        "NaN",
                                        "tru",
                                        "\"\x01\"",
                                        "\"\\x\"",
                                        "\"\\ud800\"",
                                        "\"\xC3\"",
                                        "\"\xED\xA0\x80\"",
                                        "// x\n1",
                                        "1 /* x */",
                                        "{\"a\":1,\"a\":2}",
                                        "{\"b\":[{\"a\":1,\"\\u0061\":1}]}",
                                        "[[[[[[[[[1]]]]]]]]]"}) {
        EXPECT_FALSE(parse_json(text)) << text;
    }
    EXPECT_EQ(parse_json("1 2").error().code, ErrorCode::trailing_bytes);
    EXPECT_EQ(parse_json("{}{}").error().code, ErrorCode::trailing_bytes);
    EXPECT_TRUE(parse_json("[[[[[[[[1]]]]]]]]"));
}

TEST(Json, SerializesAsItParses) {
    const std::string large = "{\"a\":\"" + std::string(100'000, 'x') + "\",\"b\":[1,null,true,\"\\n\"]}";
    EXPECT_EQ(daemon::serialize_json(parse_json(large)->as_object()).view(), large);
}

// A text that is not UTF-8 would make the whole answer undecodable.
TEST(Json, ReplacesWhatIsNotUtf8) {
    boost::json::object object;
    object.emplace("name", "\xC9\xED\xB7\xDD \xE8\xAF");
    object.emplace("\xFF", boost::json::array{"\xE4"});
    EXPECT_EQ(daemon::serialize_json(object).view(),
              "{\"name\":\"\uFFFD\uFFFD\uFFFD\uFFFD \uFFFD\",\"\uFFFD\":[\"\uFFFD\"]}");
}

}  // namespace
}  // namespace fivestar::test
