// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/read_routes.hpp"

#include "daemon/api/citizen_view.hpp"
#include "daemon/api/held_read.hpp"
#include "daemon/api/read_answer.hpp"
#include "daemon/api/read_body.hpp"
#include "daemon/api/record_json.hpp"
#include "daemon/http/content_negotiation.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::daemon {
namespace {

constexpr std::string_view json_type = "application/json";
constexpr std::string_view event_stream_type = "text/event-stream";

bool wants_stream(const Request& request) {
    constexpr std::array offers{json_type, event_stream_type};
    return best_offer(request.message.header("Accept"), offers) == event_stream_type;
}

/// Returns the formats in the order of preference. The document's own format is first, because it needs no conversion.
std::vector<std::string_view> formats_of(const identity::Portrait& portrait) {
    std::vector<std::string_view> formats{identity::to_string(portrait.media_type)};
    if (!is_convertible(portrait.media_type)) return formats;
    for (const std::string_view other : picture_formats.all()) {
        if (other != formats.front()) formats.push_back(other);
    }
    return formats;
}

Response portrait_response(std::string_view format, ByteView octets) {
    Response response{.content_type = format};
    response.body = PersonalBytes{octets};
    return response;
}

Problem unknown_read() {
    return {.code = ProblemCode::no_such_read};
}

}  // namespace

ReadRoutes::ReadRoutes(ReadService& reads, PortraitConverterPool& portraits, Today today,
                       std::chrono::milliseconds heartbeat)
    : reads_(reads), portraits_(portraits), today_(std::move(today)), heartbeat_(heartbeat) {}

void ReadRoutes::add_to(RouteTable& table) {
    table.add({.method = Method::post,
               .pattern = "/v1/read",
               .permission = RouteName::read,
               .handler = answering([this](Request& request) { return post_read(request); }),
               .produces = {json_type, event_stream_type},
               .parameters = {"view"}});
    table.add({.method = Method::get,
               .pattern = "/v1/reads/{id}",
               .permission = RouteName::read,
               .handler = answering([this](Request& request) { return get_read(request); }),
               .parameters = {"view"}});
    table.add({.method = Method::get,
               .pattern = "/v1/reads/{id}/portrait",
               .permission = RouteName::read,
               .handler = answering([this](Request& request) { return get_portrait(request); }),
               .produces = {}});
    table.add({.method = Method::delete_,
               .pattern = "/v1/reads/{id}",
               .permission = RouteName::read,
               .handler = answering([this](Request& request) { return delete_read(request); }),
               .produces = {}});
}

boost::asio::awaitable<Answer> ReadRoutes::post_read(Request& request) {
    if (request.message.query_value("view")) {
        co_return Answer{Problem{.code = ProblemCode::bad_request,
                                 .detail = {"A view is asked of a finished read.", "视图只能用于已完成的读取。"},
                                 .field = "view"}};
    }
    auto asked = parse_read_body(request.message.body.view());
    request.message.body = SecretText{};  // only the task keeps the keys
    if (!asked) co_return Answer{std::move(asked.error())};
    request.audit.fields = asked_fields(*asked, request.grants());
    auto fields = fields_of(*asked, request.grants());
    if (!fields) co_return Answer{std::move(fields.error())};
    request.audit.fields = *fields;
    if (!asked->evidence) request.audit.fields.remove(RecordField::evidence);
    const bool streamed = wants_stream(request);
    EarlyRecord early_record = streamed ? early_record_of(*fields, today_) : EarlyRecord{};
    ReadTask task{.client = request.caller.client,
                  .grants = request.caller.grants,
                  .selection = std::move(asked->selection),
                  .access = std::move(asked->access),
                  .scanned_key = asked->scanned_key,
                  .fields = *fields,
                  .require = std::move(asked->require),
                  .evidence = asked->evidence};
    const auto session = reads_.begin(std::move(task), std::move(early_record));
    if (!streamed) co_return co_await answer_read(session, request, today_);
    co_return Answer{StreamWriter{[session, &request, today = today_, heartbeat = heartbeat_](EventStream& stream) {
        return stream_read(session, request, stream, today, heartbeat);
    }}};
}

Answer ReadRoutes::get_read(Request& request) const {
    const auto view = request.message.query_value("view");
    if (view && view != citizen_view_name) {
        return Problem{
            .code = ProblemCode::bad_request, .detail = {"There is no such view.", "没有这个视图。"}, .field = "view"};
    }
    const auto read = read_of(request);
    if (read == nullptr) return unknown_read();
    const FieldSet shown = read->fields.intersected_with(request.grants().fields);
    request.audit.fields = shown;
    if (!read->evidence) request.audit.fields.remove(RecordField::evidence);
    if (!view) return json_response(finished_json(*read, shown, today_()));
    auto answer = citizen_json(read->label, read->outcome, shown);
    if (!answer) return std::move(answer.error());
    return json_response(std::move(*answer));
}

boost::asio::awaitable<Answer> ReadRoutes::get_portrait(Request& request) {
    request.audit.fields.add(RecordField::portrait);
    const auto read = read_of(request);
    if (read == nullptr) co_return Answer{unknown_read()};
    if (!request.grants().fields.contains(RecordField::portrait)) {
        co_return Answer{Problem{.code = ProblemCode::not_granted, .field = "portrait"}};
    }
    const auto& portrait = read->outcome.record.portrait;
    if (!portrait || !read->fields.contains(RecordField::portrait)) {
        co_return Answer{
            Problem{.code = ProblemCode::not_found, .detail = {"This read has no portrait.", "这次读取没有照片。"}}};
    }
    const auto accept = request.message.header("Accept");
    std::vector<std::string_view> formats = formats_of(*portrait);
    const std::string_view own = formats.front();
    while (const auto best = best_offer(accept, formats)) {
        const auto format = picture_formats.find(*best);
        if (*best == own || !format) co_return Answer{portrait_response(own, portrait->octets.view())};
        const auto converted = co_await portraits_.convert(read, *format);
        if (converted) co_return Answer{portrait_response(*best, converted->view())};
        std::erase(formats, *best);
    }
    co_return Answer{
        Problem{.code = ProblemCode::not_acceptable,
                .detail = {"The portrait is of another format and cannot be converted to what is asked for.",
                           "照片是另一种格式，无法转换成所要求的格式。"}}};
}

Answer ReadRoutes::delete_read(Request& request) {
    if (read_of(request) == nullptr) return unknown_read();
    static_cast<void>(reads_.store().erase(request.caller.client, request.parameter("id")));
    return Response{.status = 204};
}

std::shared_ptr<const FinishedRead> ReadRoutes::read_of(Request& request) const {
    return held_read(reads_.store(), request, request.parameter("id"));
}

}  // namespace fivestar::daemon
