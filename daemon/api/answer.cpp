// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/answer.hpp"

#include "daemon/api/json_text.hpp"

#include <utility>

namespace fivestar::daemon {
namespace {

Reply to_reply(Answer answer, const Request& request) {
    if (auto* response = std::get_if<Response>(&answer)) return std::move(*response);
    if (auto* writer = std::get_if<StreamWriter>(&answer)) return std::move(*writer);
    return to_response(std::get<Problem>(answer), request.language());
}

}  // namespace

Handler answering(std::function<Answer(Request&)> function) {
    return [function = std::move(function)](Request& request) -> boost::asio::awaitable<Reply> {
        co_return to_reply(function(request), request);
    };
}

Handler answering(std::function<boost::asio::awaitable<Answer>(Request&)> function) {
    return [function = std::move(function)](Request& request) -> boost::asio::awaitable<Reply> {
        Answer answer = co_await function(request);
        co_return to_reply(std::move(answer), request);
    };
}

Response json_response(Utf8Text json) {
    return {.content_type = "application/json", .body = std::move(json)};
}

Response json_response(const boost::json::object& object) {
    return json_response(serialize_json(object));
}

}  // namespace fivestar::daemon
