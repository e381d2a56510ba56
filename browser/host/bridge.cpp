// SPDX-License-Identifier: Apache-2.0
#include "browser/host/bridge.hpp"

#include "browser/host/json_memory.hpp"
#include "client/json_document.hpp"
#include "crypto/base/text.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace fivestar::browser {
namespace {

constexpr std::size_t max_daemon_json_depth = 16;
constexpr std::size_t max_picture_part = 600'000;  // octets, which are 800,000 characters of base64
constexpr std::uint32_t exchange_milliseconds = 30'000;
constexpr std::uint32_t read_milliseconds = 150'000;  // of silence: the daemon's longest deadline of a read, and more
/// The fields that a cross-check compares (docs/API.md).
constexpr std::array<std::string_view, 6> compared_fields{"holder.names",      "holder.sex",
                                                          "holder.birth_date", "holder.nationality",
                                                          "document.number",   "document.currently_valid"};

void append_list(PersonalText& to, const std::vector<std::string>& texts) {
    to.push_back('[');
    for (std::size_t at = 0; at < texts.size(); ++at) {
        if (at != 0) to.push_back(',');
        client::append_json_string(to, texts[at]);
    }
    to.push_back(']');
}

std::string_view member_text(const boost::json::value& value, std::string_view name) {
    const auto* const object = value.if_object();
    const auto* const member = object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
    const auto* const text = member == nullptr ? nullptr : member->if_string();
    return text == nullptr ? std::string_view{} : view_of(*text);
}

/// Removes the readers that the policy does not permit.
void narrow_readers(boost::json::value& value, const OriginRule& rule) {
    auto* const object = value.if_object();
    auto* const member = object == nullptr ? nullptr : object->if_contains("readers");
    auto* const readers = member == nullptr ? nullptr : member->if_array();
    if (readers == nullptr) return;
    for (std::size_t at = readers->size(); at-- > 0;) {
        if (!rule.permits_reader(std::string{member_text((*readers)[at], "id")})) {
            readers->erase(readers->begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
}

}  // namespace

Refusal refusal_of(fivestar_error error) {
    switch (error) {
        case FIVESTAR_UNREACHABLE:
            return Refusal::daemon_unreachable;
        case FIVESTAR_NOT_PERMITTED:
            return Refusal::daemon_refused;
        case FIVESTAR_DISCONNECTED:
            return Refusal::daemon_lost;
        case FIVESTAR_TIMED_OUT:
            return Refusal::daemon_silent;
        case FIVESTAR_CANCELLED:
            return Refusal::cancelled;
        case FIVESTAR_TOO_LARGE:
            return Refusal::answer_too_large;
        case FIVESTAR_OK:
        case FIVESTAR_INVALID_ARGUMENT:
        case FIVESTAR_OUT_OF_MEMORY:
        case FIVESTAR_SYSTEM_FAILURE:
        case FIVESTAR_MALFORMED:
            break;
    }
    return Refusal::host_failed;
}

void Consent::expect(std::int64_t id) {
    const std::scoped_lock lock{mutex_};
    expected_ = id;
    granted_.reset();
}

Consent::Outcome Consent::wait(std::chrono::milliseconds timeout) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, timeout, [this] { return is_closed_ || granted_.has_value(); });
    expected_.reset();
    if (is_closed_) return Outcome::closed;
    if (!granted_) return Outcome::timed_out;
    return *granted_ ? Outcome::granted : Outcome::denied;
}

void Consent::answer(std::int64_t id, bool is_granted) {
    const std::scoped_lock lock{mutex_};
    if (expected_ != id || granted_) return;
    granted_ = is_granted;
    changed_.notify_all();
}

void Consent::close() {
    const std::scoped_lock lock{mutex_};
    is_closed_ = true;
    changed_.notify_all();
}

/// One request on its way. Each step returns false after it has answered with a refusal or a problem.
class Bridge::Run {
  public:
    Run(Bridge& bridge, const PageRequest& request, const OriginRule& rule, Answers& answers)
        : bridge_(&bridge), request_(&request), rule_(&rule), answers_(&answers) {}

    [[nodiscard]] std::string outcome() const { return outcome_; }

    void status();
    void read();
    void portrait();
    void match();
    void cross_check();
    void forget();
    void events();

  private:
    void refuse(Refusal refusal, std::string_view member = {}, std::string_view value = {}) {
        answers_->refuse(refusal, member, value);
        outcome_ = refusal_names[refusal];
    }
    void pass_on(std::string_view type, std::string_view data) {
        if (type == "problem") note_problem(data);
        is_answered_ = type == "problem" || type == "result";
        answers_->send(type, data);
    }
    void note_problem(std::string_view problem);
    /// The answer to one request; empty after a refusal.
    [[nodiscard]] std::optional<client::Response> exchange(const char* method, const std::string& target,
                                                           std::string_view body = {}, const char* accept = nullptr);
    /// Sends the answer as `result`, or as `problem` by its status.
    void pass_on_answer(const client::Response& response);
    [[nodiscard]] bool check_fields(const std::vector<std::string>& fields);
    /// The readers that are permitted, as the daemon lists them; nothing after a refusal.
    [[nodiscard]] std::optional<boost::json::value> permitted_readers();
    /// Chooses the reader; empty: the daemon does. False after a refusal.
    [[nodiscard]] bool choose_reader(std::string& reader);
    [[nodiscard]] bool ask_consent(const std::string& reader, const std::vector<std::string>& fields);
    [[nodiscard]] PersonalText read_body(const std::string& reader, const std::vector<std::string>& fields) const;
    void stream(const fivestar_request& request);
    void on_event(const fivestar_event& event);

    Bridge* bridge_;
    const PageRequest* request_;
    const OriginRule* rule_;
    Answers* answers_;
    std::string outcome_ = "ok";
    bool is_answered_ = false;  ///< the last message has been sent
};

void Bridge::Run::note_problem(std::string_view problem) {
    const auto value = parse_json(problem, max_daemon_json_depth);
    outcome_ = value ? std::string{member_text(*value, "code")} : "problem";
}

std::optional<client::Response> Bridge::Run::exchange(const char* method, const std::string& target,
                                                      std::string_view body, const char* accept) {
    fivestar_request request = client::request_for(method, target.c_str(), body);
    request.accept = accept;
    request.timeout_milliseconds = exchange_milliseconds;
    auto response = bridge_->connection_->send(request);
    if (!response) {
        refuse(refusal_of(response.error()));
        return std::nullopt;
    }
    return std::move(*response);
}

void Bridge::Run::pass_on_answer(const client::Response& response) {
    const std::string_view body = response.body();
    if (response.status() >= 400) return pass_on("problem", body);
    pass_on("result", body.empty() ? "null" : body);
}

bool Bridge::Run::check_fields(const std::vector<std::string>& fields) {
    const auto refused =
        std::ranges::find_if(fields, [this](const std::string& field) { return !rule_->permits_field(field); });
    if (refused == fields.end()) return true;
    refuse(Refusal::field_refused, "field", *refused);
    return false;
}

std::optional<boost::json::value> Bridge::Run::permitted_readers() {
    const auto response = exchange("GET", "/v1/readers");
    if (!response) return std::nullopt;
    if (response->status() != 200) {
        pass_on_answer(*response);
        return std::nullopt;
    }
    auto listed = parse_json(response->body(), max_daemon_json_depth);
    if (!listed) {
        refuse(Refusal::host_failed);
        return std::nullopt;
    }
    narrow_readers(*listed, *rule_);
    return std::move(*listed);
}

bool Bridge::Run::choose_reader(std::string& reader) {
    if (!request_->reader.empty()) {
        if (rule_->permits_reader(request_->reader)) {
            reader = request_->reader;
            return true;
        }
        refuse(Refusal::reader_refused, "reader", request_->reader);
        return false;
    }
    if (rule_->permits_every_reader()) return true;
    const auto listed = permitted_readers();
    if (!listed) return false;
    const auto& readers = listed->at("readers").as_array();
    std::vector<std::string> with_card;
    for (const auto& one : readers) {
        if (member_text(one, "state") == "card") with_card.emplace_back(member_text(one, "id"));
    }
    if (with_card.size() == 1) {
        reader = with_card.front();
    } else if (readers.size() == 1) {
        reader = member_text(readers.front(), "id");
    } else {
        refuse(readers.empty() ? Refusal::reader_refused : Refusal::several_readers);
        return false;
    }
    return true;
}

bool Bridge::Run::ask_consent(const std::string& reader, const std::vector<std::string>& fields) {
    if (!rule_->asks_consent) return true;
    PersonalText question;
    question.append(R"({"origin":)");
    client::append_json_string(question, rule_->origin);
    question.append(R"(,"reader":)");
    if (reader.empty()) {
        question.append("null");
    } else {
        client::append_json_string(question, reader);
    }
    question.append(R"(,"fields":)");
    append_list(question, fields);
    question.append(rule_->remembers_consent ? R"(,"remember":true})" : R"(,"remember":false})");
    bridge_->consent_->expect(request_->id);
    answers_->send("consent", question.view());
    switch (bridge_->consent_->wait(bridge_->consent_timeout_)) {
        case Consent::Outcome::granted:
            return true;
        case Consent::Outcome::denied:
            refuse(Refusal::consent_denied);
            return false;
        case Consent::Outcome::timed_out:
            refuse(Refusal::consent_timeout);
            return false;
        case Consent::Outcome::closed:
            break;
    }
    refuse(Refusal::cancelled);
    return false;
}

PersonalText Bridge::Run::read_body(const std::string& reader, const std::vector<std::string>& fields) const {
    PersonalText body;
    body.append(R"({"fields":)");
    append_list(body, fields);
    body.append(R"(,"wait_for":)");
    body.append(request_->waits_for_next ? R"("next")" : R"("present")");
    body.append(R"(,"wait_seconds":)");
    body.append(std::to_string(request_->wait_seconds));
    if (!reader.empty()) {
        body.append(R"(,"reader":)");
        client::append_json_string(body, reader);
    }
    std::vector<std::string> require = rule_->require;
    for (const std::string& name : request_->require) {
        if (std::ranges::find(require, name) == require.end()) require.push_back(name);
    }
    if (!require.empty()) {
        body.append(R"(,"require":)");
        append_list(body, require);
    }
    if (!request_->access.empty()) {
        body.append(R"(,"access":)");
        body.append(request_->access.view());
    }
    body.push_back('}');
    return body;
}

void Bridge::Run::on_event(const fivestar_event& event) {
    const std::string_view data{event.data, event.data_size};
    if (request_->operation == Operation::read) return pass_on(event.name, data);
    auto value = parse_json(data, max_daemon_json_depth);
    if (!value) return;
    const std::string_view reader = member_text(*value, "reader");
    if (!reader.empty() && !rule_->permits_reader(std::string{reader})) return;
    narrow_readers(*value, *rule_);
    // The daemon tells its client the id of each read. To it all pages are one client, so no page may learn another's.
    if (auto* const object = value->if_object()) object->erase("read");
    const std::string narrowed = boost::json::serialize(*value);
    PersonalText whole;
    whole.append(R"({"event":)");
    client::append_json_string(whole, event.name);
    whole.append(R"(,"data":)");
    whole.append(narrowed);
    whole.push_back('}');
    pass_on("event", whole.view());
}

void Bridge::Run::stream(const fivestar_request& request) {
    const auto response = bridge_->connection_->stream(request, [this](const fivestar_event& event) {
        on_event(event);
        return true;
    });
    if (!response) return refuse(refusal_of(response.error()));
    if (response->status() >= 400) return pass_on_answer(*response);
    if (!is_answered_) refuse(Refusal::daemon_lost);
}

void Bridge::Run::status() {
    const auto listed = permitted_readers();
    if (!listed) return;
    PersonalText result;
    result.append(R"({"version":)");
    client::append_json_string(result, fivestar_version());
    result.append(rule_->asks_consent ? R"(,"consent":"ask","fields":)" : R"(,"consent":"always","fields":)");
    append_list(result, rule_->fields);
    result.append(R"(,"readers":)");
    result.append(boost::json::serialize(listed->at("readers")));
    result.push_back('}');
    pass_on("result", result.view());
}

void Bridge::Run::read() {
    const std::vector<std::string>& fields = request_->fields.empty() ? rule_->fields : request_->fields;
    std::string reader;
    if (!check_fields(fields) || !choose_reader(reader) || !ask_consent(reader, fields)) return;
    const PersonalText body = read_body(reader, fields);
    fivestar_request request = client::request_for("POST", "/v1/read", body.view());
    request.timeout_milliseconds = read_milliseconds;
    stream(request);
}

void Bridge::Run::portrait() {
    if (!check_fields({"portrait"})) return;
    const char* const media_type = request_->media_type.empty() ? nullptr : request_->media_type.c_str();
    const auto response = exchange("GET", "/v1/reads/" + request_->reads.front() + "/portrait", {}, media_type);
    if (!response) return;
    if (response->status() != 200) return pass_on_answer(*response);
    const std::string_view type = response->header("Content-Type");
    std::string_view rest = response->body();
    do {
        const std::string_view part = rest.substr(0, max_picture_part);
        rest.remove_prefix(part.size());
        std::string text = to_base64(as_bytes(part));
        PersonalText data;
        data.append(R"({"media_type":)");
        client::append_json_string(data, type.empty() ? "application/octet-stream" : type);
        data.append(R"(,"base64":")");
        data.append(text);
        zeroize(text.data(), text.size());
        data.append("\"}");
        pass_on(rest.empty() ? "result" : "part", data.view());
    } while (!rest.empty());
}

void Bridge::Run::match() {
    const auto refused = std::ranges::find_if(
        request_->fields, [this](const std::string& field) { return !rule_->permits_comparison(field); });
    if (refused != request_->fields.end()) return refuse(Refusal::field_refused, "field", *refused);
    PersonalText body;
    body.append(R"({"fields":)");
    body.append(request_->values.view());
    body.push_back('}');
    const auto response = exchange("POST", "/v1/reads/" + request_->reads.front() + "/match", body.view());
    if (response) pass_on_answer(*response);
}

void Bridge::Run::cross_check() {
    std::vector<std::string> fields;
    for (const std::string_view field : compared_fields) {
        if (rule_->permits_comparison(field)) fields.emplace_back(field);
    }
    if (fields.empty()) return refuse(Refusal::field_refused, "field", compared_fields.front());
    PersonalText body;
    body.append(R"({"reads":)");
    append_list(body, request_->reads);
    body.append(R"(,"fields":)");
    append_list(body, fields);
    body.push_back('}');
    const auto response = exchange("POST", "/v1/cross-check", body.view());
    if (response) pass_on_answer(*response);
}

void Bridge::Run::forget() {
    const auto response = exchange("DELETE", "/v1/reads/" + request_->reads.front());
    if (response) pass_on_answer(*response);
}

void Bridge::Run::events() {
    stream(client::request_for("GET", "/v1/events"));
}

std::string Bridge::carry_out(const PageRequest& request, const OriginRule& rule, Answers& answers) {
    if (!request.language.empty()) std::ignore = connection_->set_language(request.language);
    Run run{*this, request, rule, answers};
    switch (request.operation) {
        case Operation::status:
            run.status();
            break;
        case Operation::read:
            run.read();
            break;
        case Operation::portrait:
            run.portrait();
            break;
        case Operation::match:
            run.match();
            break;
        case Operation::cross_check:
            run.cross_check();
            break;
        case Operation::forget:
            run.forget();
            break;
        case Operation::events:
            run.events();
            break;
        case Operation::consent:
            break;
    }
    return run.outcome();
}

}  // namespace fivestar::browser
