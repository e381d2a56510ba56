// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/dispatcher.hpp"

#include "crypto/base/nearest.hpp"
#include "crypto/base/stack.hpp"
#include "daemon/http/content_negotiation.hpp"
#include "daemon/http/wire_format.hpp"

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

/// Media types accepted for any body: those that clients send if they are not told one (`curl -d` sends a form's).
constexpr std::array<std::string_view, 2> default_body_types = {"application/octet-stream",
                                                                "application/x-www-form-urlencoded"};

bool body_type_is_accepted(const RequestMessage& message, BodyKind kind) {
    const auto content_type = message.header("Content-Type");
    if (message.body.empty() || !content_type) return true;
    const auto is_type = [&](std::string_view type) { return is_media_type(*content_type, type); };
    return is_type(kind == BodyKind::json ? "application/json" : "text/plain") ||
           std::ranges::any_of(default_body_types, is_type);
}

}  // namespace

Dispatcher::Dispatcher(const RouteTable& routes, const Clock& clock, Log& log, ServerCallbacks callbacks)
    : routes_(routes), clock_(clock), log_(log), callbacks_(std::move(callbacks)) {}

std::string_view Dispatcher::date() {
    const auto second = std::chrono::floor<std::chrono::seconds>(clock_.wall());
    if (date_.empty() || second != second_) {
        date_ = http_date(second);
        second_ = second;
    }
    return date_;
}

boost::asio::awaitable<Reply> Dispatcher::reply(Request& request) {
    Reply reply = co_await unobserved_reply(request);
    const auto* response = std::get_if<Response>(&reply);
    if (response != nullptr && response->problem && callbacks_.on_problem) {
        callbacks_.on_problem(request, *response->problem);
    }
    co_return reply;
}

boost::asio::awaitable<Reply> Dispatcher::unobserved_reply(Request& request) {
    if (const auto failure = limit_rate(request)) co_return failed(*failure, request);
    auto found = routes_.find(request.message.method, request.message.path);
    if (const auto* failure = std::get_if<RequestFailure>(&found)) co_return failed(*failure, request);
    auto& [route, parameters] = std::get<RouteTable::Match>(found);
    request.parameters = std::move(parameters);
    if (!callbacks_.audit || !is_audited(route->permission)) co_return co_await reply_of(*route, request);

    const Audited audited{.request = request, .route = *route, .since = clock_.steady()};
    Reply reply = co_await reply_of(*route, request);
    if (auto* writer = std::get_if<StreamWriter>(&reply)) co_return audited_stream(std::move(*writer), audited);
    audit(audited, std::get<Response>(reply).problem);
    co_return reply;
}

boost::asio::awaitable<Reply> Dispatcher::reply_of(const Route& route, Request& request) {
    if (const auto failure = admit(request, route)) co_return failed(*failure, request);
    const bool had_body = !request.message.body.empty();
    std::optional<Reply> reply;
    try {
        reply = co_await route.handler(request);
    } catch (const std::exception&) {
        defect(route.pattern);  // what() may quote data
    }
    if (had_body) zeroize_unused_stack();  // the body may have held access keys or personal data
    if (!reply) co_return failed({.kind = RequestFailureKind::handler_failed}, request);
    co_return std::move(*reply);
}

Reply Dispatcher::failed(const RequestFailure& failure, const Request& request) const {
    return render(failure, request.language());
}

StreamWriter Dispatcher::audited_stream(StreamWriter writer, Audited audited) {
    return [this, audited, writer = std::move(writer)](EventStream& stream) -> boost::asio::awaitable<void> {
        std::optional<ResponseProblem> problem;
        try {
            co_await writer(stream);
        } catch (const std::exception&) {
            defect(audited.route.pattern);
            problem = render({.kind = RequestFailureKind::handler_failed}, Language::english).problem;
        }
        audit(audited, problem);
    };
}

void Dispatcher::audit(const Audited& audited, const std::optional<ResponseProblem>& problem) {
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
    entry.problem = problem ? problem->code : entry.facts.problem;
    if (entry.facts.client_left) {
        entry.problem = {};
        entry.outcome = AuditOutcome::abandoned;
    } else if (problem && problem->is_refusal) {
        entry.outcome = AuditOutcome::refused;
        entry.refused_field = problem->field;
    } else if (!entry.problem.empty()) {
        entry.outcome = AuditOutcome::failed;
    }
    if (entry.facts.record_sent && entry.outcome != AuditOutcome::answered) {
        entry.outcome = AuditOutcome::answered_in_part;
    }
    callbacks_.audit(entry);
}

void Dispatcher::defect(std::string_view where) {
    log_.error("{}: an exception left its handler", where);
}

std::optional<RequestFailure> Dispatcher::limit_rate(const Request& request) {
    const unsigned per_minute = policy()->requests_per_minute();
    const auto wait = rates_.count(request.caller.client, per_minute, clock_.steady());
    if (!wait) return std::nullopt;
    return RequestFailure{.kind = RequestFailureKind::rate_limited, .retry_after = wait};
}

std::optional<RequestFailure> Dispatcher::admit(const Request& request, const Route& route) {
    if (!request.grants().allows(route.permission)) {
        return RequestFailure{.kind = RequestFailureKind::route_not_granted};
    }
    if (!body_type_is_accepted(request.message, route.body)) {
        return RequestFailure{.kind = RequestFailureKind::unsupported_media_type,
                              .expects_text = route.body == BodyKind::text};
    }
    if (!route.produces.empty() && !best_offer(request.message.header("Accept"), route.produces)) {
        return RequestFailure{.kind = RequestFailureKind::not_acceptable};
    }
    for (const NamedText& parameter : request.message.query) {
        if (std::ranges::find(route.parameters, parameter.name) != route.parameters.end()) continue;
        return RequestFailure{.kind = RequestFailureKind::unknown_parameter,
                              .parameter = parameter.name,
                              .nearest = nearest(parameter.name, route.parameters).value_or("")};
    }
    return std::nullopt;
}

}  // namespace fivestar::daemon
