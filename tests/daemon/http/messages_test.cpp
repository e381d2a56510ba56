// The parts of HTTP and JSON that need no socket. Expected values: RFC 9110 (negotiation), RFC 3986 and RFC 3629
// (escapes), RFC 8259 (JSON), RFC 9457 (problems), docs/API.md (codes).
#include "daemon/api/json_text.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/zeroizing_resource.hpp"
#include "daemon/http/language.hpp"
#include "daemon/http/media_type.hpp"
#include "daemon/http/percent_encoding.hpp"
#include "daemon/http/rate_limiter.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <set>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using daemon::accept_quality;
using daemon::best_offer;
using daemon::parse_json;
using daemon::Problem;
using daemon::ProblemCode;
using daemon::RateLimiter;

// --- negotiation

TEST(Accept, TheMostSpecificRangeDecides) {
    // The example of RFC 9110 §12.5.1, in thousandths.
    constexpr std::string_view accept =
        "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5";
    EXPECT_EQ(accept_quality(accept, "text/html"), 300U);
    EXPECT_EQ(accept_quality(accept, "image/jpeg"), 500U);
    EXPECT_EQ(accept_quality(accept, "text/plain"), 700U);
}

TEST(Accept, NoHeaderAcceptsAll) {
    EXPECT_EQ(accept_quality(std::nullopt, "image/jpeg"), 1000U);
    EXPECT_EQ(accept_quality("", "image/jpeg"), 1000U);
    EXPECT_EQ(accept_quality("  ", "image/jpeg"), 1000U);
}

TEST(Accept, ReadsQualities) {
    const std::array<std::pair<std::string_view, unsigned>, 12> cases = {{{"a/b", 1000},
                                                                          {"a/b;q=1", 1000},
                                                                          {"a/b; q=0.001", 1},
                                                                          {"A/B ;Q=0.25", 250},
                                                                          {"a/b;q=0", 0},
                                                                          {"a/b;q=0.", 0},
                                                                          {"a/b;q=1.001", 0},
                                                                          {"a/b;q=2", 0},
                                                                          {"a/b;q=x", 0},
                                                                          {"a/b;q", 0},
                                                                          {"a/b;q=0.1234", 0},
                                                                          {",,;,;;q=", 0}}};
    for (const auto& [accept, quality] : cases) EXPECT_EQ(accept_quality(accept, "a/b"), quality) << accept;
}

TEST(Accept, ChoosesTheBestOfferAndTheFirstOfEquals) {
    constexpr std::array<std::string_view, 2> offers = {"application/json", "text/event-stream"};
    EXPECT_EQ(best_offer(std::nullopt, offers), "application/json");
    EXPECT_EQ(best_offer("*/*", offers), "application/json");
    EXPECT_EQ(best_offer("text/event-stream", offers), "text/event-stream");
    EXPECT_EQ(best_offer("application/*;q=0.5, text/event-stream", offers), "text/event-stream");
    EXPECT_EQ(best_offer("*/*, application/json;q=0", offers), "text/event-stream");
    EXPECT_EQ(best_offer("image/png", offers), std::nullopt);
    EXPECT_EQ(best_offer("application/jso", offers), std::nullopt);
}

TEST(MediaType, IgnoresCaseAndParameters) {
    EXPECT_TRUE(daemon::is_media_type("Application/JSON ; charset=utf-8", "application/json"));
    EXPECT_FALSE(daemon::is_media_type("application/jsonx", "application/json"));
    EXPECT_FALSE(daemon::is_media_type("", "application/json"));
}

// RFC 9110 §12.5.4 and its example ("da, en-gb;q=0.8, en;q=0.7"), RFC 4647 §3.4.
TEST(AcceptLanguage, ChoosesChineseOnlyWhereItIsPreferred) {
    EXPECT_EQ(daemon::preferred_language(std::nullopt), Language::english);
    for (const std::string_view list :
         {"", "en", "da, en-gb;q=0.8, en;q=0.7", "*", "zh;q=0", "zh;q=0.5, en", "en, zh", "en-US, zh-CN", "zhx", "x-zh",
          "fr-zh", "zh;q=2", "zh;q=x", ",;,;;q=", "zh;q=0, *;q=0.1", "*, zh;q=0.5"}) {
        EXPECT_EQ(daemon::preferred_language(list), Language::english) << list;
    }
    for (const std::string_view list : {"zh", "ZH-hans-CN", "zh-CN,zh;q=0.9,en;q=0.8", "en;q=0.3, zh-TW;q=0.4",
                                        "zh;q=0.2", "zh;q=0.1, zh-CN;q=0.9, en;q=0.5", "en;q=0, *", "fr, zh;q=0.001"}) {
        EXPECT_EQ(daemon::preferred_language(list), Language::chinese) << list;
    }
}

// --- escapes

TEST(PercentEncoding, DecodesSegments) {
    EXPECT_EQ(daemon::decode_segment("plain"), "plain");
    EXPECT_EQ(daemon::decode_segment("a%2Fb%2fc+d"), "a/b/c+d");
    EXPECT_EQ(daemon::decode_segment("%E5%8C%97"), "北");
    EXPECT_EQ(daemon::decode_segment("%F4%8F%BF%BF"), "\xF4\x8F\xBF\xBF");
}

TEST(PercentEncoding, RefusesWhatIsNoPlainUtf8) {
    // The table of well-formed sequences (Unicode 15, table 3-7), each bound overstepped once.
    for (const std::string_view text :
         {"%",         "%4",        "%G0",          "%0g",          "a%",           "%00",    "%1F",       "%7F",
          "%80",       "%BF",       "%C1%BF",       "%C2",          "%C2%7F",       "%C2%C0", "%E0%9F%BF", "%E1%80",
          "%ED%A0%80", "%EF%BF%C0", "%F0%8F%BF%BF", "%F4%90%80%80", "%F5%80%80%80", "%FF"}) {
        EXPECT_FALSE(daemon::decode_segment(text)) << text;
    }
}

TEST(PercentEncoding, DecodesQueries) {
    const auto query = daemon::decode_query("a=1&&b=x+y%3D&c&=d&a=2=3");
    ASSERT_TRUE(query);
    std::string text;
    for (const auto& [name, value] : *query) text += '<' + name + '|' + value + '>';
    EXPECT_EQ(text, "<a|1><b|x y=><c|><|d><a|2=3>");
    EXPECT_TRUE(daemon::decode_query("")->empty());
    EXPECT_FALSE(daemon::decode_query("a=%"));
    EXPECT_FALSE(daemon::decode_query("%ff=1"));
}

// --- JSON

TEST(Json, ParsesIntoCleansingMemory) {
    const auto value = parse_json(" {\"a\": [1, -2, 1.5, true, null, \"\\u5317\"], \"b\": {\"a\": {}}} \n");
    ASSERT_TRUE(value);
    EXPECT_EQ(*value, json::parse(R"({"a": [1, -2, 1.5, true, null, "北"], "b": {"a": {}}})"));
    const json::memory_resource* const storage = value->storage().get();
    EXPECT_NE(storage, json::storage_ptr{}.get()) << "not the default's memory";
    EXPECT_EQ(value->at("a").as_array().storage().get(), storage);
    EXPECT_EQ(value->at("a").at(5).as_string().storage().get(), storage);
}

TEST(Json, ZeroizesItsMemory) {
    alignas(daemon::ZeroizingResource) std::array<unsigned char, sizeof(daemon::ZeroizingResource)> place{};
    auto* const resource = std::construct_at(reinterpret_cast<daemon::ZeroizingResource*>(place.data()));
    void* const small = resource->allocate(64, 8);
    std::memset(small, 0xA5, 64);
    EXPECT_THAT(place, testing::Contains(0xA5)) << "small pieces are inside the object";
    const std::size_t large = 100'000;
    void* const block = resource->allocate(large, 8);
    std::memset(block, 0xA5, large);
    std::destroy_at(resource);
    EXPECT_THAT(place, testing::Not(testing::Contains(0xA5)));
    // The allocator is likely to hand out the large block again.
    const std::unique_ptr<unsigned char[]> again{new unsigned char[large]};
    EXPECT_EQ(std::count(again.get() + 64, again.get() + large, 0xA5), 0);
}

TEST(Json, RefusesWhatIsNotStrictlyJson) {
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

// --- problems

TEST(Problem, HasTheDocumentedCodesAndStatuses) {
    const std::array<std::pair<unsigned, std::set<std::string_view>>, 14> documented = {
        {{400, {"bad_request", "bad_access_key"}},
         {403, {"not_granted"}},
         {404, {"no_such_reader", "no_such_read", "no_reader", "not_found"}},
         {405, {"method_not_allowed"}},
         {406, {"not_acceptable"}},
         {413, {"body_too_large"}},
         {415, {"unsupported_media_type"}},
         {431, {"headers_too_large"}},
         {409, {"no_card", "card_removed", "card_changed", "several_cards"}},
         {422,
          {"access_required", "access_denied", "sam_required", "unsupported_card", "requirement_failed",
           "not_representable"}},
         {423, {"reader_busy"}},
         {429, {"too_many_requests"}},
         {502, {"card_protocol_error", "card_data_invalid", "sam_error"}},
         {503, {"pcsc_unavailable", "pcsc_denied", "reader_unresponsive", "deadline_exceeded", "shutting_down"}}}};
    std::size_t seen = 0;
    for (const auto& [status, codes] : documented) {
        for (auto code = ProblemCode{}; code <= ProblemCode::shutting_down;
             code = static_cast<ProblemCode>(static_cast<int>(code) + 1)) {
            EXPECT_EQ(codes.contains(to_string(code)), status_of(code) == status) << to_string(code);
        }
        seen += codes.size();
    }
    EXPECT_EQ(seen, static_cast<std::size_t>(ProblemCode::shutting_down)) << "all but internal_error";
    EXPECT_EQ(status_of(ProblemCode::internal_error), 500U);
}

TEST(Problem, ShowsOnlyMembersThatApply) {
    EXPECT_EQ(to_json(Problem{.code = ProblemCode::no_card}, Language::english),
              json::parse(R"({"type": "urn:fivestar:problem:no_card", "title": "There is no card", "status": 409,
                              "code": "no_card"})"));
    const Problem problem{.code = ProblemCode::reader_busy,
                          .detail = {"why", "为什么"},
                          .step = "access",
                          .sw = 0x63C2,
                          .field = "holder.names",
                          .reader = "front-desk",
                          .check = "signature",
                          .accepts = {"mrz", "can"},
                          .attempts_left = 2,
                          .by = "client",
                          .retry_after = 5s,
                          .headers = {{.name = "Allow", .value = "GET"}}};
    EXPECT_EQ(to_json(problem, Language::english),
              json::parse(R"({"type": "urn:fivestar:problem:reader_busy", "title": "The reader is in use",
                              "status": 423, "detail": "why", "code": "reader_busy", "step": "access", "sw": "63C2",
                              "field": "holder.names", "reader": "front-desk", "check": "signature",
                              "accepts": ["mrz", "can"], "attempts_left": 2, "by": "client", "retry_after": 5})"));
    const daemon::Response response = to_response(problem, Language::english);
    EXPECT_EQ(response.status, 423U);
    EXPECT_EQ(response.content_type, "application/problem+json");
    ASSERT_EQ(response.headers.size(), 3U);
    EXPECT_EQ(response.headers[0].name, "Allow");
    EXPECT_EQ(response.headers[1].name, "Content-Language");
    EXPECT_EQ(response.headers[1].value, "en");
    EXPECT_EQ(response.headers[2].name, "Retry-After");
    EXPECT_EQ(response.headers[2].value, "5");
}

TEST(Problem, SpeaksChineseButKeepsItsCodes) {
    Problem problem{.code = ProblemCode::reader_busy, .detail = {"why", "为什么"}, .by = "client"};
    EXPECT_EQ(to_json(problem, Language::chinese),
              json::parse(R"({"type": "urn:fivestar:problem:reader_busy", "title": "读卡器正在使用中", "status": 423,
                              "detail": "为什么", "code": "reader_busy", "by": "client"})"));
    EXPECT_EQ(to_response(problem, Language::chinese).headers.at(0).value, "zh-Hans");
    for (auto code = ProblemCode{}; code <= ProblemCode::shutting_down;
         code = static_cast<ProblemCode>(static_cast<int>(code) + 1)) {
        problem.code = code;
        const json::string english = to_json(problem, Language::english).at("title").as_string();
        const json::string chinese = to_json(problem, Language::chinese).at("title").as_string();
        EXPECT_TRUE(std::ranges::all_of(english, [](char c) { return c >= ' ' && c <= '~'; })) << to_string(code);
        EXPECT_FALSE(std::ranges::all_of(chinese, [](char c) { return c >= ' ' && c <= '~'; })) << to_string(code);
    }
}

// --- rates

TEST(RateLimiter, LetsAMinutesAllowanceThroughAtOnceThenOneByOne) {
    RateLimiter rates;
    const SteadyTime begin{1h};
    for (int count = 0; count < 60; ++count) EXPECT_EQ(rates.count("a", 60, begin), std::nullopt);
    EXPECT_EQ(rates.count("a", 60, begin), 1s);
    EXPECT_EQ(rates.count("b", 60, begin), std::nullopt) << "another client has its own allowance";
    EXPECT_EQ(rates.count("a", 60, begin + 1s), std::nullopt);
    EXPECT_EQ(rates.count("a", 60, begin + 1s), 1s);
    EXPECT_EQ(rates.count("a", 60, begin + 1500ms), 1s);
    for (int count = 0; count < 60; ++count) EXPECT_EQ(rates.count("a", 60, begin + 2min), std::nullopt);
    EXPECT_EQ(rates.count("a", 60, begin + 2min), 1s);
}

TEST(RateLimiter, NamesTheWaitForARareAllowance) {
    RateLimiter rates;
    EXPECT_EQ(rates.count("a", 1, SteadyTime{}), std::nullopt);
    EXPECT_EQ(rates.count("a", 1, SteadyTime{}), 60s);
    EXPECT_EQ(rates.count("a", 1, SteadyTime{} + 59s), 1s);
    EXPECT_EQ(rates.count("a", 1, SteadyTime{} + 60s), std::nullopt);
}

TEST(RateLimiter, HoldsForManyClients) {
    RateLimiter rates;
    for (int client = 0; client < 1000; ++client) {
        EXPECT_EQ(rates.count(std::to_string(client), 1, SteadyTime{} + 1ms * client), std::nullopt);
    }
    for (int client = 0; client < 1000; ++client)
        EXPECT_NE(rates.count(std::to_string(client), 1, SteadyTime{} + 2s), std::nullopt);
}

}  // namespace
}  // namespace fivestar::test
