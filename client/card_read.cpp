// SPDX-License-Identifier: Apache-2.0
#include "client/card_read.hpp"

#include "client/json_document.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace fivestar::client {
namespace {

// The longest silence after the wait for a card. The daemon's own deadlines end a read long before.
constexpr std::chrono::milliseconds longest_silence = longest_read;

std::string_view text_of(const char* text) {
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

std::uint32_t clamped(std::uint64_t number) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(number, std::numeric_limits<std::uint32_t>::max()));
}

/// False if the callback cancels the read. An event that is not understood is skipped.
bool report(std::string_view data, const OnProgress& on_progress) {
    const auto event = JsonDocument::parse(data);
    if (!event) return true;
    const char* const step = event->text_at("step");
    return on_progress({.size = sizeof(fivestar_progress),
                        .step = step == nullptr ? "" : step,
                        .index = clamped(event->number_at("index")),
                        .of = clamped(event->number_at("of")),
                        .bytes_done = event->number_at("bytes_done"),
                        .bytes_total = event->number_at("bytes_total"),
                        .reader = nullptr});
}

bool report_wait(std::string_view data, const OnProgress& on_progress) {
    const auto event = JsonDocument::parse(data);
    if (!event) return true;
    const char* const what = event->text_at("for");
    const std::string step = std::string{"wait_for_"}.append(text_of(what));
    return on_progress({.size = sizeof(fivestar_progress),
                        .step = step.c_str(),
                        .index = 1,
                        .of = 1,
                        .bytes_done = 0,
                        .bytes_total = 0,
                        .reader = event->text_at("reader")});
}

Answer answer_of(std::string_view event, std::string_view data) {
    constexpr int unnamed_problem = 500;
    const bool is_result = event == "result";
    Answer answer;
    answer.head.headers.emplace_back("content-type", is_result ? "application/json" : "application/problem+json");
    answer.head.status = 200;
    if (!is_result) {
        const auto problem = JsonDocument::parse(data);
        const std::uint64_t status = problem ? problem->number_at("status") : 0;
        answer.head.status = status >= 400 && status <= 599 ? static_cast<int>(status) : unnamed_problem;
    }
    answer.body.append(data);
    return answer;
}

}  // namespace

std::optional<ZeroizedBuffer> read_body(const fivestar_read_options& options) {
    const bool uses_scanned_key = options.uses_scanned_key != 0;
    const int values =
        (options.document_number != nullptr) + (options.birth_date != nullptr) + (options.expiry_date != nullptr);
    const bool has_values = values == 3;
    if (values != 0 && !has_values) return std::nullopt;
    if ((options.mrz != nullptr) + (options.can != nullptr) + uses_scanned_key + has_values > 1) return std::nullopt;
    ZeroizedBuffer body;
    const auto member = [&body](std::string_view name) {
        body.push_back(body.empty() ? '{' : ',');
        append_json_string(body, name);
        body.push_back(':');
    };
    const auto text_member = [&](std::string_view name, const char* text) {
        if (text == nullptr) return;
        member(name);
        append_json_string(body, text);
    };
    text_member("reader", options.reader);
    text_member("card", options.card);
    if (options.wait_seconds != 0) {
        member("wait_seconds");
        body.append(std::to_string(options.wait_seconds));
    }
    if (options.fields != nullptr) {
        member("fields");
        body.push_back('[');
        for (std::string_view rest = text_of(options.fields); !rest.empty();) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            append_json_string(body, rest.substr(0, comma));
            rest.remove_prefix(std::min(comma + 1, rest.size()));
            if (!rest.empty()) body.push_back(',');
        }
        body.push_back(']');
    }
    if (options.wants_evidence != 0) {
        member("evidence");
        body.append("true");
    }
    if (options.mrz != nullptr || options.can != nullptr) {
        member("access");
        body.append(options.can != nullptr ? R"({"can":)" : R"({"mrz":)");
        append_json_string(body, text_of(options.can != nullptr ? options.can : options.mrz));
        body.push_back('}');
    }
    if (has_values) {
        member("access");
        body.append(R"({"document_number":)");
        append_json_string(body, options.document_number);
        body.append(R"(,"birth_date":)");
        append_json_string(body, options.birth_date);
        body.append(R"(,"expiry_date":)");
        append_json_string(body, options.expiry_date);
        body.push_back('}');
    }
    if (uses_scanned_key) {
        member("access");
        body.append(R"({"scanned":true})");
    }
    if (body.empty()) body.push_back('{');
    body.push_back('}');
    return body;
}

std::expected<Answer, fivestar_error> read_card(Session& session, const fivestar_read_options& options,
                                                const OnProgress& on_progress) {
    const auto body = read_body(options);
    if (!body) return std::unexpected{FIVESTAR_INVALID_ARGUMENT};
    const Request request{.method = "POST",
                          .target = "/v1/read",
                          .accept = {},
                          .last_event_id = {},
                          .body = body->view(),
                          .timeout = longest_silence + std::chrono::seconds{options.wait_seconds}};
    std::optional<Answer> end;
    const auto on_event = [&](const fivestar_event& event) {
        const std::string_view name{event.name};
        const std::string_view data{event.data, event.data_size};
        if (name == "waiting") return on_progress == nullptr || report_wait(data, on_progress);
        if (name == "progress") return on_progress == nullptr || report(data, on_progress);
        if (name == "result" || name == "problem") end = answer_of(name, data);
        return true;
    };
    auto streamed = session.stream(request, on_event);
    if (end) return *std::move(end);  // the read has ended, however the stream ended
    if (!streamed) return streamed;
    // Anything but a stream is the whole answer. A stream without an end is one that broke.
    const std::string* const type = streamed->head.find("content-type");
    if (type != nullptr && type->starts_with("text/event-stream")) return std::unexpected{FIVESTAR_DISCONNECTED};
    return streamed;
}

}  // namespace fivestar::client
