// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/read_answer.hpp"

#include "daemon/api/json_text.hpp"
#include "daemon/api/read_problem.hpp"
#include "daemon/api/record_json.hpp"

#include <utility>
#include <variant>

#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

Utf8Text progress_text(const ReadProgress& progress) {
    boost::json::object object;
    object.emplace("step", progress.step);
    object.emplace("index", progress.index);
    object.emplace("of", progress.of);
    object.emplace("bytes_done", progress.bytes_done);
    object.emplace("bytes_total", progress.bytes_total);
    return serialize_json(object);
}

std::string_view name_of(WaitedFor what) {
    switch (what) {
        case WaitedFor::card:
            return "card";
        case WaitedFor::scanned_key:
            return "scanned_key";
        case WaitedFor::reader:
            return "reader";
    }
    std::unreachable();
}

Utf8Text wait_text(const ReadWait& wait) {
    boost::json::object object;
    object.emplace("for", name_of(wait.what));
    if (!wait.reader.empty()) object.emplace("reader", wait.reader);
    object.emplace("seconds_left", wait.left.count());
    return serialize_json(object);
}

Utf8Text record_text(const ReadLabel& label, const ReadOutcome& outcome, const FieldSet& fields,
                     std::chrono::year_month_day today) {
    return read_json(label, outcome, fields, today, PortraitMember::left_out);
}

StreamEvent event_of(std::string_view name, Utf8Text data) {
    StreamEvent event{.event = name};
    event.data = std::move(data);
    return event;
}

/// Records in the audit facts what the session knows, also when an exception ends the request.
class AuditedSession {
  public:
    AuditedSession(ReadSession& session, Request& request) : session_(session), request_(request) {}
    AuditedSession(const AuditedSession&) = delete;
    AuditedSession& operator=(const AuditedSession&) = delete;
    ~AuditedSession() {
        request_.audit.reader = session_.label().reader;
        request_.audit.card = session_.label().card;
    }

    void note_result(const ReadResult& result) {
        if (result) {
            request_.audit.reads.push_back(session_.label().id);
        } else if (result.error().kind == ReadFailureKind::abandoned) {
            request_.audit.client_left = !request_.link.shutting_down();
        }
    }

  private:
    ReadSession& session_;
    Request& request_;
};

}  // namespace

EarlyRecord early_record_of(FieldSet fields, Today today) {
    return [fields, today = std::move(today)](const ReadLabel& label, const ReadOutcome& so_far) {
        return record_text(label, so_far, fields, today());
    };
}

boost::asio::awaitable<Answer> answer_read(std::shared_ptr<ReadSession> session, Request& request, Today today) {
    AuditedSession audited{*session, request};
    const ReadUpdate update = co_await session->next(request.link.ended());
    const auto& result = std::get<ReadResult>(update);
    audited.note_result(result);
    if (!result) co_return Answer{read_problem(result.error())};
    const FinishedRead& read = **result;
    co_return Answer{json_response(finished_json(read, read.fields, today()))};
}

boost::asio::awaitable<void> stream_read(std::shared_ptr<ReadSession> session, Request& request, EventStream& stream,
                                         Today today, std::chrono::milliseconds heartbeat) {
    AuditedSession audited{*session, request};
    AuditFacts& audit = request.audit;
    ReadResult result;
    bool is_finished = false;
    while (!is_finished) {
        ReadUpdate update = co_await session->next(request.link.ended(), std::chrono::steady_clock::now() + heartbeat);
        if (auto* end = std::get_if<ReadResult>(&update)) {
            result = std::move(*end);
            is_finished = true;
        } else {
            bool is_taken = false;
            if (std::holds_alternative<ReadSilence>(update)) {
                is_taken = co_await stream.comment();
            } else {
                StreamEvent event;
                if (auto* record = std::get_if<Utf8Text>(&update)) {
                    event = event_of("record", std::move(*record));
                    audit.record_sent = true;
                } else if (const auto* wait = std::get_if<ReadWait>(&update)) {
                    event = event_of("waiting", wait_text(*wait));
                } else {
                    event = event_of("progress", progress_text(std::get<ReadProgress>(update)));
                }
                is_taken = co_await stream.send(std::move(event));
            }
            if (!is_taken) {
                result = std::unexpected{session->abandon()};
                is_finished = true;
            }
        }
    }
    audited.note_result(result);
    StreamEvent last;
    if (result) {
        const FinishedRead& read = **result;
        const auto day = today();
        if (!audit.record_sent) {
            StreamEvent record = event_of("record", record_text(read.label, read.outcome, read.fields, day));
            audit.record_sent = true;
            const bool is_taken = co_await stream.send(std::move(record));
            if (!is_taken) {
                audit.client_left = true;
                co_return;
            }
        }
        last = event_of("result", finished_json(read, read.fields, day));
    } else {
        const Problem problem = read_problem(result.error());
        audit.problem = to_string(problem.code);
        last = event_of("problem", serialize_json(to_json(problem, request.language())));
    }
    const bool is_taken = co_await stream.send(std::move(last));
    if (!is_taken) audit.client_left = true;
}

}  // namespace fivestar::daemon
