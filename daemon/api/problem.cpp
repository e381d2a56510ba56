// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/problem.hpp"

#include "daemon/api/json_text.hpp"
#include "daemon/http/content_negotiation.hpp"

#include <algorithm>
#include <array>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

struct Entry {
    ProblemCode code;
    unsigned status;
    std::string_view name;
    Phrase title;
};

constexpr std::array entries = [] {
    using enum ProblemCode;
    return std::array{
        Entry{bad_request, 400, "bad_request", {"The request is not well formed", "请求格式不正确"}},
        Entry{bad_access_key, 400, "bad_access_key", {"The access key is not well formed", "访问密钥格式不正确"}},
        Entry{not_granted,
              403,
              "not_granted",
              {"This client is not granted what it asks for", "该客户端无权获取所请求的内容"}},
        Entry{no_such_reader, 404, "no_such_reader", {"There is no such reader", "没有这个读卡器"}},
        Entry{no_such_read, 404, "no_such_read", {"There is no such read, or no longer", "没有这次读取记录，或已失效"}},
        Entry{no_reader, 404, "no_reader", {"There is no reader", "没有读卡器"}},
        Entry{not_found, 404, "not_found", {"There is no such resource", "没有这个资源"}},
        Entry{method_not_allowed, 405, "method_not_allowed", {"The resource has no such method", "该资源不支持此方法"}},
        Entry{not_acceptable,
              406,
              "not_acceptable",
              {"The answer exists in none of the accepted forms", "无法以所要求的格式回答"}},
        Entry{no_card, 409, "no_card", {"There is no card", "没有卡片"}},
        Entry{card_removed, 409, "card_removed", {"The card was removed", "卡片已被取走"}},
        Entry{card_changed, 409, "card_changed", {"Another card lies there now", "卡片已更换"}},
        Entry{several_cards, 409, "several_cards", {"Several readers have a card", "多个读卡器上都有卡片"}},
        Entry{no_scanned_key, 409, "no_scanned_key", {"No key of a scanner came in time", "未及时收到扫描得到的密钥"}},
        Entry{body_too_large, 413, "body_too_large", {"The body is too large", "请求正文过大"}},
        Entry{unsupported_media_type,
              415,
              "unsupported_media_type",
              {"The body is of a type that is not understood", "无法识别请求正文的类型"}},
        Entry{access_required,
              422,
              "access_required",
              {"The chip opens only with an access key", "芯片需要访问密钥才能打开"}},
        Entry{access_denied, 422, "access_denied", {"The chip refused the access key", "芯片拒绝了访问密钥"}},
        Entry{sam_required,
              422,
              "sam_required",
              {"This card can be read only with a SAM", "此卡只能通过安全模块（SAM）读取"}},
        Entry{unsupported_card, 422, "unsupported_card", {"Unsupported card", "无法读取此类卡片"}},
        Entry{document_not_accepted,
              422,
              "document_not_accepted",
              {"This program does not accept this kind of document", "此程序不接受这种证件"}},
        Entry{requirement_failed, 422, "requirement_failed", {"A required check did not pass", "一项必需的检查未通过"}},
        Entry{not_representable,
              422,
              "not_representable",
              {"The record cannot be told truthfully in this form", "该记录无法以此形式如实表达"}},
        Entry{
            no_zone, 422, "no_zone", {"There is no machine-readable zone that opens a chip", "没有可打开芯片的机读区"}},
        Entry{zone_misread, 422, "zone_misread", {"The machine-readable zone was misread", "机读区读取有误"}},
        Entry{zone_ambiguous,
              422,
              "zone_ambiguous",
              {"The machine-readable zone can be understood in several ways", "机读区可作多种解读"}},
        Entry{reader_busy, 423, "reader_busy", {"The reader is in use", "读卡器正在使用中"}},
        Entry{too_many_requests, 429, "too_many_requests", {"Too many requests", "请求过多"}},
        Entry{headers_too_large, 431, "headers_too_large", {"The head of the request is too large", "请求头过大"}},
        Entry{internal_error, 500, "internal_error", {"A defect of the daemon", "守护进程内部缺陷"}},
        Entry{card_protocol_error,
              502,
              "card_protocol_error",
              {"The card did not follow the protocol", "卡片未遵守协议"}},
        Entry{card_data_invalid,
              502,
              "card_data_invalid",
              {"The card holds data that cannot be understood", "卡片中的数据无法解读"}},
        Entry{sam_error, 502, "sam_error", {"The SAM reported a failure", "安全模块（SAM）报告故障"}},
        Entry{
            pcsc_unavailable, 503, "pcsc_unavailable", {"The PC/SC service cannot be reached", "无法连接 PC/SC 服务"}},
        Entry{pcsc_denied, 503, "pcsc_denied", {"The PC/SC service refuses the daemon", "PC/SC 服务拒绝守护进程访问"}},
        Entry{reader_unresponsive, 503, "reader_unresponsive", {"The reader does not respond", "读卡器没有响应"}},
        Entry{deadline_exceeded, 503, "deadline_exceeded", {"The card took too long", "读卡超时"}},
        Entry{shutting_down, 503, "shutting_down", {"The daemon is shutting down", "守护进程正在关闭"}},
    };
}();

static_assert(std::ranges::is_sorted(entries, {}, &Entry::code), "the table is indexed by code");
static_assert(entries.size() == static_cast<std::size_t>(ProblemCode::shutting_down) + 1, "every code has its entry");

const Entry& entry_of(ProblemCode code) {
    return entries.at(static_cast<std::size_t>(code));
}

void add_text(boost::json::object& to, std::string_view name, std::string_view text) {
    if (!text.empty()) to.emplace(name, text);
}

Problem problem_of(const RequestFailure& failure) {
    switch (failure.kind) {
        case RequestFailureKind::malformed_request:
            return {.code = ProblemCode::bad_request,
                    .detail = {"The request does not follow HTTP/1.1.", "请求不符合 HTTP/1.1。"}};
        case RequestFailureKind::host_not_named:
            return {.code = ProblemCode::bad_request,
                    .detail = {"HTTP/1.1 requires one header Host, for instance Host: localhost.",
                               "HTTP/1.1 要求有一个 Host 头，例如 Host: localhost。"}};
        case RequestFailureKind::malformed_path:
            return {.code = ProblemCode::bad_request,
                    .detail = {"The path is not percent-encoded UTF-8.", "路径不是百分号编码的 UTF-8。"}};
        case RequestFailureKind::unknown_parameter:
            return {.code = ProblemCode::bad_request,
                    .detail = {"There is no such parameter of the query.", "没有这个查询参数。"},
                    .field = if_name(failure.parameter),
                    .unknown = if_name(failure.parameter),
                    .nearest = std::string{failure.nearest}};
        case RequestFailureKind::route_not_granted:
            return {.code = ProblemCode::not_granted,
                    .detail = {"The route is not granted to this client.", "该客户端无权使用此路由。"}};
        case RequestFailureKind::no_such_path:
            return {.code = ProblemCode::not_found};
        case RequestFailureKind::method_not_allowed:
            return {.code = ProblemCode::method_not_allowed, .headers = {{.name = "Allow", .value = failure.allow}}};
        case RequestFailureKind::not_acceptable:
            return {.code = ProblemCode::not_acceptable};
        case RequestFailureKind::body_too_large:
            return {.code = ProblemCode::body_too_large};
        case RequestFailureKind::unsupported_media_type:
            return {.code = ProblemCode::unsupported_media_type,
                    .detail = failure.expects_text
                                  ? Phrase{"text/plain is expected.", "应为 text/plain。"}
                                  : Phrase{"application/json is expected.", "应为 application/json。"}};
        case RequestFailureKind::rate_limited:
            return {.code = ProblemCode::too_many_requests, .retry_after = failure.retry_after};
        case RequestFailureKind::too_many_connections:
            return {.code = ProblemCode::too_many_requests,
                    .detail = {"There are too many connections.", "连接过多。"},
                    .retry_after = failure.retry_after};
        case RequestFailureKind::head_too_large:
            return {.code = ProblemCode::headers_too_large};
        case RequestFailureKind::handler_failed:
            break;
    }
    return {.code = ProblemCode::internal_error};
}

}  // namespace

std::string_view to_string(ProblemCode code) {
    return entry_of(code).name;
}

unsigned status_of(ProblemCode code) {
    return entry_of(code).status;
}

std::string if_name(std::string_view name) {
    constexpr std::size_t longest_name = 64;
    const bool is_name = name.size() <= longest_name && std::ranges::all_of(name, [](char c) {
                             return (c >= 'a' && c <= 'z') || c == '_' || c == '.';
                         });
    return is_name ? std::string{name} : std::string{};
}

Problem bad_member(std::string field, Phrase detail) {
    return {.code = ProblemCode::bad_request, .detail = detail, .field = std::move(field)};
}

boost::json::array positions_json(std::span<const identity::MrzPosition> positions) {
    boost::json::array places;
    for (const identity::MrzPosition& place : positions) {
        places.push_back(boost::json::object{{"line", place.line}, {"position", place.position}});
    }
    return places;
}

boost::json::object to_json(const Problem& problem, Language language) {
    const Entry& entry = entry_of(problem.code);
    boost::json::object members;
    members.emplace("type", fmt::format("urn:fivestar:problem:{}", entry.name));
    members.emplace("title", entry.title.in(language));
    members.emplace("status", entry.status);
    add_text(members, "detail", problem.detail.in(language));
    members.emplace("code", entry.name);
    add_text(members, "step", problem.step);
    if (problem.sw) members.emplace("sw", fmt::format("{:04X}", *problem.sw));
    add_text(members, "field", problem.field);
    add_text(members, "unknown", problem.unknown);
    add_text(members, "nearest", problem.nearest);
    add_text(members, "reader", problem.reader);
    add_text(members, "check", problem.check);
    if (!problem.positions.empty()) members.emplace("positions", positions_json(problem.positions));
    if (!problem.accepts.empty()) {
        members.emplace("accepts", boost::json::array(problem.accepts.begin(), problem.accepts.end()));
    }
    if (problem.attempts_left) members.emplace("attempts_left", *problem.attempts_left);
    if (problem.module_code) members.emplace("module_code", fmt::format("{:02X}", *problem.module_code));
    add_text(members, "by", problem.by);
    if (problem.retry_after) members.emplace("retry_after", problem.retry_after->count());
    return members;
}

Response to_response(const Problem& problem, Language language) {
    Response response{.status = status_of(problem.code),
                      .content_type = "application/problem+json",
                      .headers = problem.headers,
                      .body = serialize_json(to_json(problem, language))};
    response.headers.push_back({.name = "Content-Language", .value = std::string{language_tag(language)}});
    response.problem = {
        .code = to_string(problem.code),
        .is_refusal = problem.code == ProblemCode::not_granted || problem.code == ProblemCode::too_many_requests,
        .field = problem.field};
    if (problem.retry_after) {
        response.headers.push_back({.name = "Retry-After", .value = std::to_string(problem.retry_after->count())});
    }
    return response;
}

Response render_failure(const RequestFailure& failure, Language language) {
    return to_response(problem_of(failure), language);
}

}  // namespace fivestar::daemon
