#include "daemon/api/read_routes.hpp"

#include "daemon/api/citizen_view.hpp"
#include "daemon/api/held_read.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/api/record_json.hpp"
#include "daemon/http/media_type.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

constexpr std::string_view json_type = "application/json";
constexpr std::string_view event_stream_type = "text/event-stream";

bool wants_stream(const Request& request) {
    constexpr std::array offers{json_type, event_stream_type};
    return best_offer(request.message.header("Accept"), offers) == event_stream_type;
}

/// The document's own format first: of what a client takes equally, that is the one that needs nothing done.
std::vector<std::string_view> formats_of(const identity::Portrait& portrait) {
    std::vector<std::string_view> formats{identity::to_string(portrait.media_type)};
    if (!is_convertible(portrait.media_type)) return formats;
    for (const std::string_view other : picture_formats) {
        if (other != formats.front()) formats.push_back(other);
    }
    return formats;
}

Response portrait_response(std::string_view format, ByteView octets) {
    Response response{.content_type = format};
    response.body = PersonalText{as_text(octets)};
    return response;
}

Problem unknown_read() {
    return {.code = ProblemCode::no_such_read};
}

}  // namespace

ReadRoutes::ReadRoutes(ReadServices services) : services_(std::move(services)) {}

void ReadRoutes::add_to(RouteTable& table) {
    table.add({.method = Method::post,
               .pattern = "/v1/read",
               .permission = RouteName::read,
               .handler = [this](Request& request) { return post_read(request); },
               .produces = {json_type, event_stream_type}});
    table.add({.method = Method::get,
               .pattern = "/v1/reads/{id}",
               .permission = RouteName::read,
               .handler = [this](Request& request) -> boost::asio::awaitable<Reply> { co_return get_read(request); }});
    table.add({.method = Method::get,
               .pattern = "/v1/reads/{id}/portrait",
               .permission = RouteName::read,
               .handler = [this](Request& request) { return get_portrait(request); },
               .produces = {}});
    table.add({.method = Method::delete_,
               .pattern = "/v1/reads/{id}",
               .permission = RouteName::read,
               .handler = [this](Request& request) -> boost::asio::awaitable<Reply> { co_return delete_read(request); },
               .produces = {}});
}

std::size_t ReadRoutes::queued() const {
    return static_cast<std::size_t>(std::ranges::count_if(running_, &ReadSession::is_queued));
}

boost::asio::awaitable<Reply> ReadRoutes::post_read(Request& request) {
    if (request.message.query_value("view")) {
        co_return Reply{Problem{.code = ProblemCode::bad_request,
                                .detail = {"A view is asked of a finished read.", "视图只能用于已完成的读取。"},
                                .field = "view"}};
    }
    auto asked = parse_read_body(request.message.body.view(), services_.today());
    request.message.body = SecretText{};  // the keys go on in the order alone
    if (!asked) co_return Reply{std::move(asked.error())};
    request.audit.fields = asked_fields(*asked, request.grants());
    auto fields = fields_of(*asked, request.grants());
    if (!fields) co_return Reply{std::move(fields.error())};
    request.audit.fields = asked->evidence ? *fields : fields->without("evidence");
    const auto session =
        std::make_shared<ReadSession>(services_, running_, request, std::move(*asked), std::move(*fields));
    if (wants_stream(request)) {
        co_return Reply{StreamWriter{[session](EventStream& stream) { return session->stream(stream); }}};
    }
    co_return co_await session->answer();
}

Reply ReadRoutes::get_read(Request& request) const {
    const auto view = request.message.query_value("view");
    if (view && view != citizen_view_name) {
        return Problem{
            .code = ProblemCode::bad_request, .detail = {"There is no such view.", "没有这个视图。"}, .field = "view"};
    }
    const auto read = read_of(request);
    if (read == nullptr) return unknown_read();
    const FieldSet shown = read->fields.intersected_with(request.grants().fields);
    request.audit.fields = read->evidence ? shown : shown.without("evidence");
    ReadQuestion question{.grants = request.caller.grants,
                          .view = view ? citizen_view_name : std::string_view{},
                          .today = services_.today()};
    if (auto kept = read->answers.find(question)) return json_response(std::move(kept));
    auto answer = view ? citizen_json(read->label, read->outcome, shown, question.today)
                       : finished_json(*read, shown, question.today);
    if (!answer) return std::move(answer.error());
    return json_response(read->answers.keep(std::move(question), serialize_json(*answer)));
}

boost::asio::awaitable<Reply> ReadRoutes::get_portrait(Request& request) {
    static_cast<void>(request.audit.fields.add("portrait"));
    const auto read = read_of(request);
    if (read == nullptr) co_return Reply{unknown_read()};
    if (!request.grants().fields.contains("portrait")) {
        co_return Reply{Problem{.code = ProblemCode::not_granted, .field = "portrait"}};
    }
    const auto& portrait = read->outcome.record.portrait;
    if (!portrait || !read->fields.contains("portrait")) {
        co_return Reply{
            Problem{.code = ProblemCode::not_found, .detail = {"This read has no portrait.", "这次读取没有照片。"}}};
    }
    const auto accept = request.message.header("Accept");
    std::vector<std::string_view> formats = formats_of(*portrait);
    const std::string_view own = formats.front();
    while (const auto best = best_offer(accept, formats)) {
        if (*best == own) co_return Reply{portrait_response(own, portrait->octets.view())};
        const auto converted = co_await services_.portraits.convert(read, *best);
        if (converted) co_return Reply{portrait_response(*best, converted->view())};
        std::erase(formats, *best);
    }
    co_return Reply{
        Problem{.code = ProblemCode::not_acceptable,
                .detail = {"The portrait is of another format and cannot be converted to what is asked for.",
                           "照片是另一种格式，无法转换成所要求的格式。"}}};
}

Reply ReadRoutes::delete_read(Request& request) {
    if (read_of(request) == nullptr) return unknown_read();
    static_cast<void>(services_.store.erase(request.caller.client, request.parameter("id")));
    return no_content();
}

std::shared_ptr<const FinishedRead> ReadRoutes::read_of(Request& request) const {
    return held_read(services_.store, request, request.parameter("id"));
}

}  // namespace fivestar::daemon
