// SPDX-License-Identifier: Apache-2.0
#include "client/json_document.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::client {
namespace {

bool accepts(std::string_view text) {
    return JsonDocument::parse(text).has_value();
}

std::string text_at(std::string_view json, std::string_view path) {
    const auto document = JsonDocument::parse(json);
    const char* const text = document ? document->text_at(path) : nullptr;
    return text == nullptr ? "(none)" : text;
}

TEST(JsonDocument, FindsScalarsByTheirPath) {
    constexpr std::string_view answer =
        R"( {"id" : "r1", "record":{"holder":{"names":{"latin":"SPECIMEN, MEI"},"over_18":true},"portrait":null},)"
        R"("readers":[{"id":"a"},{"id":"b"}],"timing":{"total_milliseconds":340.5e+1},"ok":false} )";
    EXPECT_EQ(text_at(answer, "id"), "r1");
    EXPECT_EQ(text_at(answer, "record.holder.names.latin"), "SPECIMEN, MEI");
    EXPECT_EQ(text_at(answer, "holder.over_18"), "true") << "field paths are paths below record";
    EXPECT_EQ(text_at(answer, "readers.1.id"), "b");
    EXPECT_EQ(text_at(answer, "timing.total_milliseconds"), "340.5e+1");
    EXPECT_EQ(text_at(answer, "ok"), "false");
    for (const std::string_view path :
         {"", "i", "id.x", "idx", "portrait", "holder", "readers", "readers.2.id", "readers.-1.id", "readers.1x.id",
          "readers..id", "readers.18446744073709551616.id", ".id", "nothing", "record.record.holder.over_18"}) {
        EXPECT_EQ(text_at(answer, path), "(none)") << path;
    }
    EXPECT_EQ(text_at("\"alone\"", ""), "alone");
    EXPECT_EQ(text_at("[[0,1],[2]]", "1.0"), "2");
    EXPECT_EQ(text_at("[]", "0"), "(none)");
}

TEST(JsonDocument, FindsNamesWithDots) {
    constexpr std::string_view answer =
        R"({"fields":{"holder":{"names":{"result":"wrong"}},"holder.names":{"result":"same"},"holder.sex":1}})";
    EXPECT_EQ(text_at(answer, "fields.holder.names.result"), "same") << "the longest name that fits";
    EXPECT_EQ(text_at(answer, "fields.holder.sex"), "1");
}

TEST(JsonDocument, DecodesEscapes) {
    EXPECT_EQ(text_at(R"(["\"\\\/\b\f\n\r\t"])", "0"), "\"\\/\b\f\n\r\t");
    EXPECT_EQ(text_at(R"(["\u0041\u00e9\u4E94\uD83D\uDE00"])", "0"), "Aé五😀");
    EXPECT_EQ(text_at(R"(["五星卡"])", "0"), "五星卡");
    EXPECT_EQ(text_at(R"({"\u0061":"named"})", "a"), "named");
    EXPECT_EQ(text_at(R"(["SPECIMEN\u0000GENUINE"])", "0"), "(none)") << "a C string would end early";
    EXPECT_EQ(text_at(R"([""])", "0"), "");
}

TEST(JsonDocument, ReadsUnsignedIntegers) {
    const auto document = JsonDocument::parse(R"({"a":18446744073709551615,"b":-1,"c":1.5,"d":18446744073709551616})");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->number_at("a"), UINT64_MAX);
    for (const std::string_view path : {"b", "c", "d", "e"}) EXPECT_EQ(document->number_at(path), 0U) << path;
}

TEST(JsonDocument, AcceptsWhatRfc8259Allows) {
    for (const std::string_view text :
         {"null", "true", "false", "0", "-0", "10", "-0.5", "1e9", "1E-9", "0.0e+1", "\"\"", "[]", "{}", " [ ] ",
          "\t{\r\n}\n", "[[],{}]", R"({"":{"":0}})", "\"\xF4\x8F\xBF\xBF\"", "\"\x7F\""}) {
        EXPECT_TRUE(accepts(text)) << text;
    }
}

TEST(JsonDocument, RefusesEverythingElse) {
    using namespace std::string_view_literals;
    for (const std::string_view text : {""sv,
                                        " "sv,
                                        "nul"sv,
                                        "nulll"sv,
                                        "True"sv,
                                        "NaN"sv,
                                        "01"sv,
                                        "-"sv,
                                        "+1"sv,
                                        "1."sv,
                                        ".5"sv,
                                        "1e"sv,
                                        "1e+"sv,
                                        "0x10"sv,
                                        "1 2"sv,
                                        "--1"sv,
                                        "["sv,
                                        "]"sv,
                                        "[1,]"sv,
                                        "[,1]"sv,
                                        "[1 2]"sv,
                                        "[1}"sv,
                                        "{"sv,
                                        "{\"a\"}"sv,
                                        "{\"a\":}"sv,
                                        "{\"a\":1,}"sv,
                                        "{a:1}"sv,
                                        "{1:1}"sv,
                                        "{\"a\" 1}"sv,
                                        "{\"a\":1 \"b\":2}"sv,
                                        "\""sv,
                                        "\"\\\""sv,
                                        "\"\\x\""sv,
                                        "\"\\u12\""sv,
                                        "\"\\u12G4\""sv,
                                        "\"\\u+123\""sv,
                                        "\"\n\""sv,
                                        "\"\t\""sv,
                                        "\"\0\""sv,
                                        "'a'"sv,
                                        "// c\n1"sv,
                                        "/* c */1"sv,
                                        "\xEF\xBB\xBF{}"sv,
                                        "{}\0"sv,
                                        "\v1"sv,
                                        "[1]garbage"sv,
                                        "[Infinity]"sv,
                                        "\"a"sv}) {
        EXPECT_FALSE(accepts(text)) << text;
    }
    // Surrogates that are not a pair, and octets that are not UTF-8 (RFC 3629).
    for (const std::string_view text :
         {R"("\uD83D")", R"("\uDE00")", R"("\uD83Dx")", R"("\uD83D\u0041")", R"("\uDE00\uD83D")", R"("\uD83D\uD83D")",
          "\"\x80\"", "\"\xC0\x80\"", "\"\xC1\xBF\"", "\"\xE0\x80\x80\"", "\"\xED\xA0\x80\"", "\"\xF0\x80\x80\x80\"",
          "\"\xF4\x90\x80\x80\"", "\"\xF5\x80\x80\x80\"", "\"\xFF\"", "\"\xE4\xBA\"", "\"\xE4\"", "\xE4"}) {
        EXPECT_FALSE(accepts(text)) << text;
    }
}

TEST(JsonDocument, RefusesDuplicateNames) {
    EXPECT_FALSE(accepts(R"({"verdict":"genuine","verdict":"not_genuine"})"));
    EXPECT_FALSE(accepts(R"({"a":1,"b":2,"\u0061":3})"));
    EXPECT_TRUE(accepts(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST(JsonDocument, HasLimits) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_TRUE(accepts(nested(max_json_depth)));
    EXPECT_FALSE(accepts(nested(max_json_depth + 1)));
    EXPECT_FALSE(accepts(std::string(1'000'000, '[')));
    EXPECT_FALSE(accepts(std::string(1'000'000, '{')));
    const auto list = [](std::size_t values) {
        std::string text = "[0";
        for (std::size_t at = 1; at < values; ++at) text.append(",0");
        return text + "]";
    };
    EXPECT_TRUE(accepts(list(max_json_values - 1)));
    EXPECT_FALSE(accepts(list(max_json_values)));
}

TEST(JsonDocument, RefusesTruncatedTexts) {
    constexpr std::string_view text = R"({"a":[1,-2.5e3,"五\uD83D\uDE00",true,null],"b":{"c":false}})";
    for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(accepts(text.substr(0, size))) << size;
    EXPECT_TRUE(accepts(text));
}

TEST(JsonString, EscapesControlsQuotesAndBackslashes) {
    ZeroizedBuffer written;
    append_json_string(written, "\"\\\n\x1F五");
    EXPECT_EQ(written.view(), R"("\"\\\u000a\u001f五")");
    EXPECT_EQ(text_at(written.view(), ""), "\"\\\n\x1F五");
}

}  // namespace
}  // namespace fivestar::client
