// SPDX-License-Identifier: Apache-2.0
// Boost.JSON, which is another implementation, reads the output of JsonWriter; the escapes are those of RFC 8259 §7.
#include "daemon/api/json_writer.hpp"

#include "crypto/base/reason.hpp"

#include <limits>
#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

template <class Value>
std::string written(const Value& value) {
    JsonWriter writer;
    write_json(writer, value);
    return std::string{writer.take().view()};
}

TEST(JsonWriter, WritesTextsWithEscapes) {
    std::string text{"\"\\/\b\f\n\r\t 中文 \U0001F600 \x7F"};
    for (char control = 0; control < ' '; ++control) text.push_back(control);
    const std::string line = written(text);
    EXPECT_EQ(json::parse(line).as_string(), text);
    EXPECT_TRUE(line.starts_with("\"\\\"\\\\/\\b\\f\\n\\r\\t 中文")) << line;
}

TEST(JsonWriter, WhatIsNotUtf8IsReplaced) {
    // Unicode §3.9, table 3-8: F1 80 80 is one maximal part, E1 and 80 at the end are one each.
    EXPECT_EQ(written(std::string{"a\xF1\x80\x80 \xE1\x80"}), "\"a\uFFFD \uFFFD\"");
    EXPECT_EQ(written(std::string{"\xED\xA0\x80"}), "\"\uFFFD\uFFFD\uFFFD\"");  // a surrogate
}

TEST(JsonWriter, WritesNumbers) {
    EXPECT_EQ(written(0U), "0");
    EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
    EXPECT_EQ(written(812.5), "812.5");
    EXPECT_EQ(written(3.123), "3.123");
    for (const double number : {0.0, 0.001, 1e-9, 123456789.123, 1e300}) {
        EXPECT_EQ(json::parse(written(number)).to_number<double>(), number);
    }
}

TEST(JsonWriter, WritesWhatIsAbsentAsNull) {
    EXPECT_EQ(written(std::optional<bool>{}), "null");
    EXPECT_EQ(written(std::optional{true}), "true");
    EXPECT_EQ(written(unless_empty("")), "null");
    EXPECT_EQ(written(unless_empty("x")), "\"x\"");
    EXPECT_EQ(written(unless_empty(Base64{})), "null");
}

TEST(JsonWriter, WritesDatesNamesOctetsAndLists) {
    EXPECT_EQ(written(std::chrono::year{33} / 2 / 7), "\"0033-02-07\"");
    EXPECT_EQ(written(Reason::no_crl), "\"no_crl\"");
    const Bytes octets{'f', 'o', 'o', 'b'};  // RFC 4648 §10
    EXPECT_EQ(written(Base64{octets}), "\"Zm9vYg==\"");
    EXPECT_EQ(written(std::vector<std::string>{"a", "b"}), "[\"a\",\"b\"]");
    EXPECT_EQ(written(std::vector<std::string>{}), "[]");
}

TEST(JsonWriter, WritesObjectsAndArrays) {
    JsonWriter writer;
    const std::vector<unsigned> numbers{1, 2};
    writer.object([&] {
        writer.member("is", true);
        writer.name("list");
        writer.array(numbers, [&](unsigned number) { writer.object([&] { writer.member("n", number); }); });
        writer.member("none", std::optional<unsigned>{}, [](unsigned) { FAIL(); });
        writer.member("some", std::optional{7U}, [&](unsigned value) { writer.number(std::uint64_t{value} + 1); });
        writer.name("empty");
        writer.object([] {});
    });
    EXPECT_EQ(writer.take().view(), R"({"is":true,"list":[{"n":1},{"n":2}],"none":null,"some":8,"empty":{}})");
}

TEST(JsonWriter, GrowsWithWhatIsWritten) {
    const std::string text(100'000, 'x');
    EXPECT_EQ(written(text), '"' + text + '"');
}

}  // namespace
}  // namespace fivestar::daemon
