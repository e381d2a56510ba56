// SPDX-License-Identifier: Apache-2.0
// Problems of RFC 9457, with the codes of docs/API.md.
#include "daemon/api/problem.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <string_view>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using daemon::Problem;
using daemon::ProblemCode;

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
         {409, {"no_card", "card_removed", "card_changed", "several_cards", "no_scanned_key"}},
         {422,
          {"access_required", "access_denied", "sam_required", "unsupported_card", "document_not_accepted",
           "requirement_failed", "not_representable", "no_zone", "zone_misread", "zone_ambiguous"}},
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

TEST(Problem, HasChineseTextsAndTheSameCodes) {
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

TEST(Problem, RendersEveryFailureOfHttp) {
    using enum daemon::RequestFailureKind;
    const std::array failures{std::pair{malformed_request, "bad_request"},
                              std::pair{host_not_named, "bad_request"},
                              std::pair{malformed_path, "bad_request"},
                              std::pair{route_not_granted, "not_granted"},
                              std::pair{no_such_path, "not_found"},
                              std::pair{method_not_allowed, "method_not_allowed"},
                              std::pair{not_acceptable, "not_acceptable"},
                              std::pair{body_too_large, "body_too_large"},
                              std::pair{unsupported_media_type, "unsupported_media_type"},
                              std::pair{rate_limited, "too_many_requests"},
                              std::pair{too_many_connections, "too_many_requests"},
                              std::pair{head_too_large, "headers_too_large"},
                              std::pair{handler_failed, "internal_error"}};
    for (const auto& [kind, code] : failures) {
        const auto response = daemon::render_failure({.kind = kind}, Language::english);
        ASSERT_TRUE(response.problem);
        EXPECT_EQ(response.problem->code, code);
        const bool is_refusal = kind == route_not_granted || kind == rate_limited || kind == too_many_connections;
        EXPECT_EQ(response.problem->is_refusal, is_refusal) << code;
    }
}

}  // namespace
}  // namespace fivestar::test
