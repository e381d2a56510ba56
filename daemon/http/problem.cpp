#include "daemon/http/problem.hpp"

#include "daemon/http/json_text.hpp"

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
    std::string_view title;
};

using enum ProblemCode;

constexpr std::array entries = {
    Entry{bad_request, 400, "bad_request", "The request is not well formed"},
    Entry{bad_access_key, 400, "bad_access_key", "The access key is not well formed"},
    Entry{not_granted, 403, "not_granted", "This client is not granted what it asks for"},
    Entry{no_such_reader, 404, "no_such_reader", "There is no such reader"},
    Entry{no_such_read, 404, "no_such_read", "There is no such read, or no longer"},
    Entry{no_reader, 404, "no_reader", "There is no reader"},
    Entry{not_found, 404, "not_found", "There is no such resource"},
    Entry{method_not_allowed, 405, "method_not_allowed", "The resource has no such method"},
    Entry{not_acceptable, 406, "not_acceptable", "The answer exists in none of the accepted forms"},
    Entry{no_card, 409, "no_card", "There is no card"},
    Entry{card_removed, 409, "card_removed", "The card was removed"},
    Entry{card_changed, 409, "card_changed", "Another card lies there now"},
    Entry{several_cards, 409, "several_cards", "Several readers have a card"},
    Entry{body_too_large, 413, "body_too_large", "The body is too large"},
    Entry{unsupported_media_type, 415, "unsupported_media_type", "The body is of a type that is not understood"},
    Entry{access_required, 422, "access_required", "The chip opens only with an access key"},
    Entry{access_denied, 422, "access_denied", "The chip refused the access key"},
    Entry{sam_required, 422, "sam_required", "This card can be read only with a SAM"},
    Entry{unsupported_card, 422, "unsupported_card", "The card is none that can be read"},
    Entry{requirement_failed, 422, "requirement_failed", "A required check did not pass"},
    Entry{not_representable, 422, "not_representable", "The record cannot be told truthfully in this form"},
    Entry{reader_busy, 423, "reader_busy", "The reader is in use"},
    Entry{too_many_requests, 429, "too_many_requests", "Too many requests"},
    Entry{headers_too_large, 431, "headers_too_large", "The head of the request is too large"},
    Entry{internal_error, 500, "internal_error", "A defect of the daemon"},
    Entry{card_protocol_error, 502, "card_protocol_error", "The card did not follow the protocol"},
    Entry{card_data_invalid, 502, "card_data_invalid", "The card holds data that cannot be understood"},
    Entry{sam_error, 502, "sam_error", "The SAM reported a failure"},
    Entry{pcsc_unavailable, 503, "pcsc_unavailable", "The PC/SC service cannot be reached"},
    Entry{pcsc_denied, 503, "pcsc_denied", "The PC/SC service refuses the daemon"},
    Entry{reader_unresponsive, 503, "reader_unresponsive", "The reader does not respond"},
    Entry{deadline_exceeded, 503, "deadline_exceeded", "The card took too long"},
    Entry{shutting_down, 503, "shutting_down", "The daemon is shutting down"},
};

static_assert(std::ranges::is_sorted(entries, {}, &Entry::code), "the table is indexed by code");
static_assert(entries.size() == static_cast<std::size_t>(shutting_down) + 1, "every code has its entry");

const Entry& entry_of(ProblemCode code) {
    return entries.at(static_cast<std::size_t>(code));
}

void add_text(boost::json::object& to, std::string_view name, std::string_view text) {
    if (!text.empty()) to.emplace(name, text);
}

}  // namespace

std::string_view to_string(ProblemCode code) {
    return entry_of(code).name;
}

unsigned status_of(ProblemCode code) {
    return entry_of(code).status;
}

boost::json::object to_json(const Problem& problem) {
    const Entry& entry = entry_of(problem.code);
    boost::json::object members;
    members.emplace("type", fmt::format("urn:fivestar:problem:{}", entry.name));
    members.emplace("title", entry.title);
    members.emplace("status", entry.status);
    add_text(members, "detail", problem.detail);
    members.emplace("code", entry.name);
    add_text(members, "step", problem.step);
    if (problem.sw) members.emplace("sw", fmt::format("{:04X}", *problem.sw));
    add_text(members, "field", problem.field);
    add_text(members, "reader", problem.reader);
    add_text(members, "check", problem.check);
    if (!problem.accepts.empty()) {
        members.emplace("accepts", boost::json::array(problem.accepts.begin(), problem.accepts.end()));
    }
    if (problem.attempts_left) members.emplace("attempts_left", *problem.attempts_left);
    if (problem.module_code) members.emplace("module_code", fmt::format("{:02X}", *problem.module_code));
    add_text(members, "by", problem.by);
    if (problem.retry_after) members.emplace("retry_after", problem.retry_after->count());
    return members;
}

Response to_response(const Problem& problem) {
    Response response{.status = status_of(problem.code),
                      .content_type = "application/problem+json",
                      .headers = problem.headers,
                      .body = serialize_json(to_json(problem))};
    if (problem.retry_after) {
        response.headers.push_back({.name = "Retry-After", .value = std::to_string(problem.retry_after->count())});
    }
    return response;
}

}  // namespace fivestar::daemon
