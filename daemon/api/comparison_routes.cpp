// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/comparison_routes.hpp"

#include "daemon/api/comparison_request.hpp"
#include "daemon/api/held_read.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/reads/wanted_groups.hpp"
#include "identity/verification/passive_authentication.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;
using identity::ComparedField;
using identity::Comparison;

Problem not_granted(std::string_view field = {}) {
    return {.code = ProblemCode::not_granted, .field = std::string{field}};
}

json::object comparison_json(const Comparison& comparison) {
    json::object object;
    object.emplace("result", to_string(comparison.likeness));
    object.emplace("reason", text_or_null(to_string(comparison.reason)));
    return object;
}

void note(AuditFacts& audit, ComparedField field) {
    static_cast<void>(audit.fields.add(std::string{"compare."}.append(path_of(field))));
}

constexpr Comparison not_read = identity::not_comparable(Reason::not_read);

/// True if the chip did not give a listed file that holds this field. Another file's value does not stand in for it: an
/// MRZ abbreviates names, and without DG12 a document has no first day.
bool is_withheld(const FinishedRead& read, ComparedField field) {
    FieldSet asked;
    static_cast<void>(asked.add(std::string{"compare."}.append(path_of(field))));
    const WantedGroups groups = groups_for(asked);
    const identity::Verification& verification = read.outcome.verification;
    return (groups.personal_details && identity::is_withheld(identity::dg_personal_details, verification)) ||
           (groups.document_details && identity::is_withheld(identity::dg_document_details, verification));
}

}  // namespace

ComparisonRoutes::ComparisonRoutes(const ReadStore& store, std::function<std::chrono::year_month_day()> today,
                                   PinyinLoader pinyin)
    : store_(store), today_(std::move(today)), pinyin_(std::move(pinyin)) {}

void ComparisonRoutes::add_to(RouteTable& table) {
    table.add({.method = Method::post,
               .pattern = "/v1/reads/{id}/match",
               .permission = RouteName::match,
               .handler = answering([this](Request& request) { return match(request); })});
    table.add({.method = Method::post,
               .pattern = "/v1/cross-check",
               .permission = RouteName::cross_check,
               .handler = answering([this](Request& request) { return cross_check(request); })});
}

boost::asio::awaitable<Answer> ComparisonRoutes::match(Request& request) {
    auto claims = parse_match_request(request.message.body.view());
    request.message.body = SecretText{};
    if (!claims) co_return Answer{std::move(claims.error())};
    for (const Claim& claim : *claims) note(request.audit, claim.field);
    // Checked before the read is looked up, so that a refusal does not reveal whether the read exists.
    const FieldSet& granted = request.grants().fields;
    for (const Claim& claim : *claims) {
        if (!may_match(granted, claim.field)) co_return Answer{not_granted(path_of(claim.field))};
    }
    const auto read = held_read(store_, request, request.parameter("id"));
    if (read == nullptr) co_return Answer{Problem{.code = ProblemCode::no_such_read}};
    if (!budget_.take(request.caller.client, read->label.card)) {
        co_return Answer{Problem{.code = ProblemCode::too_many_requests,
                                 .detail = {"This card has been compared often enough until it is presented again.",
                                            "该证件的比对次数已用完，请重新放置后再试。"}}};
    }
    const auto is_read = [&](const Claim& claim) {
        return may_match(read->fields, claim.field) && !is_withheld(*read, claim.field);
    };
    const bool reads_chinese = std::ranges::any_of(*claims, [&](const Claim& claim) {
        return is_read(claim) && identity::needs_pinyin(claim.field, claim.record, read->outcome.record);
    });
    if (reads_chinese) co_await pinyin_.loaded();
    const auto today = today_();
    json::object results;
    for (const Claim& claim : *claims) {
        Comparison comparison = not_read;
        if (is_read(claim)) {
            comparison = claim.valid_on ? identity::compare_validity(read->outcome.record.document, *claim.valid_on)
                                        : identity::compare(claim.field, claim.record, read->outcome.record, today);
        }
        results.emplace(path_of(claim.field), comparison_json(comparison));
    }
    json::object answer;
    answer.emplace("read", read->label.id);
    answer.emplace("fields", std::move(results));
    co_return Answer{json_response(answer)};
}

boost::asio::awaitable<Answer> ComparisonRoutes::cross_check(Request& request) {
    auto asked = parse_cross_check_request(request.message.body.view());
    if (!asked) co_return Answer{std::move(asked.error())};
    const FieldSet& granted = request.grants().fields;
    const auto fields = asked->fields ? std::move(*asked->fields) : cross_check_fields(granted);
    for (const ComparedField field : fields) note(request.audit, field);
    for (const ComparedField field : fields) {
        if (!may_cross_check(granted, field)) co_return Answer{not_granted(path_of(field))};
    }
    if (fields.empty()) co_return Answer{not_granted()};
    const auto one = held_read(store_, request, asked->reads[0]);
    const auto other = held_read(store_, request, asked->reads[1]);
    if (one == nullptr || other == nullptr) co_return Answer{Problem{.code = ProblemCode::no_such_read}};
    const identity::IdentityRecord& record = one->outcome.record;
    const identity::IdentityRecord& other_record = other->outcome.record;
    const auto is_read = [&](ComparedField field) {
        return may_cross_check(one->fields, field) && may_cross_check(other->fields, field) &&
               !is_withheld(*one, field) && !is_withheld(*other, field);
    };
    const bool reads_chinese = std::ranges::any_of(fields, [&](ComparedField field) {
        return is_read(field) && identity::needs_pinyin(field, record, other_record);
    });
    if (reads_chinese) co_await pinyin_.loaded();
    const auto today = today_();
    json::object results;
    for (const ComparedField field : fields) {
        results.emplace(
            path_of(field),
            comparison_json(is_read(field) ? identity::compare(field, record, other_record, today) : not_read));
    }
    json::object answer;
    answer.emplace("reads", json::array{one->label.id, other->label.id});
    answer.emplace("fields", std::move(results));
    co_return Answer{json_response(answer)};
}

}  // namespace fivestar::daemon
