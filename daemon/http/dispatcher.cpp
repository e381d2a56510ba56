#include "daemon/http/dispatcher.hpp"

#include "crypto/base/stack.hpp"
#include "daemon/http/media_type.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

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

bool is_refusal(ProblemCode code) {
    return code == ProblemCode::not_granted || code == ProblemCode::too_many_requests;
}

}  // namespace

Dispatcher::Dispatcher(const RouteTable& routes, PolicySource policy, const Clock& clock, Log& log,
                       RequestObservers observers)
    : routes_(routes), policy_(std::move(policy)), clock_(clock), log_(log), observers_(std::move(observers)) {}

boost::asio::awaitable<Reply> Dispatcher::reply(Request& request) {
    Reply reply = co_await unobserved_reply(request);
    const auto* problem = std::get_if<Problem>(&reply);
    if (problem != nullptr && observers_.on_problem) observers_.on_problem(request, *problem);
    co_return reply;
}

boost::asio::awaitable<Reply> Dispatcher::unobserved_reply(Request& request) {
    if (auto problem = limit_rate(request)) co_return std::move(*problem);
    auto found = routes_.find(request.message.method, request.message.path);
    if (auto* problem = std::get_if<Problem>(&found)) co_return std::move(*problem);
    auto& [route, parameters] = std::get<RouteTable::Match>(found);
    request.parameters = std::move(parameters);
    if (!observers_.audit || !is_audited(route->permission)) co_return co_await reply_of(*route, request);

    const Audited audited{.request = request, .route = *route, .since = clock_.steady()};
    Reply reply = co_await reply_of(*route, request);
    if (auto* writer = std::get_if<StreamWriter>(&reply)) co_return audited_stream(std::move(*writer), audited);
    audit(audited, std::get_if<Problem>(&reply));
    co_return reply;
}

boost::asio::awaitable<Reply> Dispatcher::reply_of(const Route& route, Request& request) {
    if (auto problem = admit(request, route)) co_return std::move(*problem);
    const bool had_body = !request.message.body.empty();
    std::optional<Reply> reply;
    try {
        reply = co_await route.handler(request);
    } catch (const std::exception&) {
        defect(route.pattern);  // what() may quote data
    }
    if (had_body) zeroize_unused_stack();  // it may have held keys, or what somebody knows of a person
    if (!reply) co_return Problem{.code = ProblemCode::internal_error};
    co_return std::move(*reply);
}

StreamWriter Dispatcher::audited_stream(StreamWriter writer, Audited audited) {
    return [this, audited, writer = std::move(writer)](EventStream& stream) -> boost::asio::awaitable<void> {
        try {
            co_await writer(stream);
        } catch (const std::exception&) {
            defect(audited.route.pattern);
            audited.request.audit.problem = to_string(ProblemCode::internal_error);
        }
        audit(audited, nullptr);
    };
}

void Dispatcher::audit(const Audited& audited, const Problem* problem) {
    const Caller& caller = audited.request.caller;
    AuditEntry entry{
        .client = caller.client,
        .uid = caller.peer.uid,
        .gid = caller.peer.gid,
        .pid = caller.peer.pid,
        .request = std::string{to_string(audited.route.method)}.append(" ").append(audited.route.pattern),
        .outcome = AuditOutcome::answered,
        .facts = std::move(audited.request.audit),
        .duration = std::chrono::duration_cast<std::chrono::microseconds>(clock_.steady() - audited.since)};
    entry.problem = problem != nullptr ? to_string(problem->code) : entry.facts.problem;
    if (entry.facts.client_left) {
        entry.problem = {};
        entry.outcome = AuditOutcome::abandoned;
    } else if (problem != nullptr && is_refusal(problem->code)) {
        entry.outcome = AuditOutcome::refused;
        entry.refused_field = problem->field;
    } else if (!entry.problem.empty()) {
        entry.outcome = AuditOutcome::failed;
    }
    if (entry.facts.record_sent && entry.outcome != AuditOutcome::answered) {
        entry.outcome = AuditOutcome::answered_in_part;
    }
    observers_.audit(entry);
}

void Dispatcher::defect(std::string_view where) {
    log_.error("{}: an exception left its handler", where);
}

std::optional<Problem> Dispatcher::limit_rate(const Request& request) {
    const unsigned per_minute = policy_()->requests_per_minute();
    const auto wait = rates_.count(request.caller.client, per_minute, clock_.steady());
    if (!wait) return std::nullopt;
    return Problem{.code = ProblemCode::too_many_requests, .retry_after = wait};
}

std::optional<Problem> Dispatcher::admit(const Request& request, const Route& route) {
    if (!request.grants().allows(route.permission)) {
        return Problem{.code = ProblemCode::not_granted,
                       .detail = {"The route is not granted to this client.", "该客户端无权使用此路由。"}};
    }
    if (!body_is_understood(request.message)) {
        return Problem{.code = ProblemCode::unsupported_media_type,
                       .detail = {"application/json is expected.", "应为 application/json。"}};
    }
    if (!route.produces.empty() && !best_offer(request.message.header("Accept"), route.produces)) {
        return Problem{.code = ProblemCode::not_acceptable};
    }
    return std::nullopt;
}

}  // namespace fivestar::daemon
