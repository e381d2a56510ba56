#include "daemon/http/dispatcher.hpp"

#include "crypto/base/stack.hpp"
#include "daemon/http/media_type.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <utility>

namespace fivestar::daemon {
namespace {

/// What a body may call itself: JSON, or what clients say that do not know (curl -d says it is a form).
constexpr std::array<std::string_view, 3> body_types = {"application/json", "application/octet-stream",
                                                        "application/x-www-form-urlencoded"};

bool body_is_understood(const RequestMessage& message) {
    const auto content_type = message.header("Content-Type");
    if (message.body.empty() || !content_type) return true;
    return std::ranges::any_of(body_types, [&](std::string_view type) { return is_media_type(*content_type, type); });
}

}  // namespace

Dispatcher::Dispatcher(const RouteTable& routes, PolicySource policy, const Clock& clock, Log& log,
                       ProblemObserver on_problem)
    : routes_(routes), policy_(std::move(policy)), clock_(clock), log_(log), on_problem_(std::move(on_problem)) {}

Caller Dispatcher::caller(const Peer& peer) const {
    return policy_()->caller(peer);
}

boost::asio::awaitable<Reply> Dispatcher::reply(Request& request) {
    Reply reply = co_await reply_of_route(request);
    const auto* problem = std::get_if<Problem>(&reply);
    if (problem != nullptr && on_problem_) on_problem_(request, *problem);
    co_return reply;
}

boost::asio::awaitable<Reply> Dispatcher::reply_of_route(Request& request) {
    auto admitted = admit(request);
    if (auto* problem = std::get_if<Problem>(&admitted)) co_return std::move(*problem);
    const Route& route = *std::get<const Route*>(admitted);
    const bool had_body = !request.message.body.empty();
    std::optional<Reply> reply;
    try {
        reply = co_await route.handler(request);
    } catch (const std::exception&) {
        defect(route.pattern);  // what() may quote data
    }
    if (had_body) cleanse_unused_stack();  // it may have held keys, or what somebody knows of a person
    if (!reply) co_return Problem{.code = ProblemCode::internal_error};
    co_return std::move(*reply);
}

void Dispatcher::defect(std::string_view where) {
    log_.error("{}: an exception left its handler", where);
}

std::variant<const Route*, Problem> Dispatcher::admit(Request& request) {
    const unsigned per_minute = policy_()->requests_per_minute();
    if (const auto wait = rates_.count(request.caller.client, per_minute, clock_.steady())) {
        return Problem{.code = ProblemCode::too_many_requests, .retry_after = wait};
    }
    auto found = routes_.find(request.message.method, request.message.path);
    if (auto* problem = std::get_if<Problem>(&found)) return std::move(*problem);
    auto& [route, parameters] = std::get<RouteTable::Match>(found);
    if (!request.grants().allows(route->permission)) {
        return Problem{.code = ProblemCode::not_granted,
                       .detail = {"The route is not granted to this client.", "该客户端无权使用此路由。"}};
    }
    if (!body_is_understood(request.message)) return Problem{.code = ProblemCode::unsupported_media_type};
    if (!route->produces.empty() && !best_offer(request.message.header("Accept"), route->produces)) {
        return Problem{.code = ProblemCode::not_acceptable};
    }
    request.parameters = std::move(parameters);
    return route;
}

}  // namespace fivestar::daemon
