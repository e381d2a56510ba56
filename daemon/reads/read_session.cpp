#include "daemon/reads/read_session.hpp"

#include "daemon/api/json_text.hpp"
#include "daemon/api/read_problem.hpp"
#include "daemon/api/record_json.hpp"
#include "daemon/reads/reader_choice.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

/// However short a client waits: other programs hold a card for moments, to look at it.
constexpr std::chrono::milliseconds least_connect_wait = std::chrono::seconds{1};

PersonalText progress_text(const ReadProgress& progress) {
    boost::json::object object;
    object.emplace("step", progress.step);
    object.emplace("index", progress.index);
    object.emplace("of", progress.of);
    object.emplace("bytes_done", progress.bytes_done);
    object.emplace("bytes_total", progress.bytes_total);
    return serialize_json(object);
}

/// How an event tells the end of a read.
std::string_view outcome_of(const Result<ReadOutcome>& end) {
    if (end) return outcome_done;
    if (end.error().code == ErrorCode::cancelled) return "cancelled";
    return to_string(read_problem(end.error(), {}).code);
}

StreamEvent event_of(std::string_view name, PersonalText data) {
    StreamEvent event{.event = name};
    event.data = std::move(data);
    return event;
}

}  // namespace

ReadSession::ReadSession(const ReadServices& services, std::set<std::shared_ptr<ReadSession>>& running,
                         Request& request, ReadBody asked, FieldSet fields)
    : services_(services),
      running_(running),
      link_(request.link),
      audit_(request.audit),
      executor_(request.link.executor()),
      grants_(request.caller.grants),
      language_(request.language()),
      asked_(std::move(asked)),
      fields_(std::move(fields)),
      label_{.id = services.store.new_id(), .client = request.caller.client},
      wakeup_(executor_) {}

boost::asio::awaitable<Reply> ReadSession::answer() {
    Finished finished = co_await read(nullptr);
    if (!finished) co_return Reply{std::move(finished.error())};
    const FinishedRead& done = **finished;
    co_return Reply{json_response(finished_json(done, done.fields, services_.today()))};
}

boost::asio::awaitable<void> ReadSession::stream(EventStream& stream) {
    Finished finished = co_await read(&stream);
    StreamEvent last;
    if (finished) {
        const FinishedRead& done = **finished;
        const auto today = services_.today();
        if (!record_sent_) {
            StreamEvent record = event_of("record", serialize_json(read_json(done.label, done.outcome, done.fields,
                                                                             today, PortraitMember::left_out)));
            audit_.record_sent = true;
            const bool taken = co_await stream.send(std::move(record));
            if (!taken) {
                audit_.client_left = true;
                co_return;
            }
        }
        last = event_of("result", serialize_json(finished_json(done, done.fields, today)));
    } else {
        audit_.problem = to_string(finished.error().code);
        last = event_of("problem", serialize_json(to_json(finished.error(), language_)));
    }
    const bool taken = co_await stream.send(std::move(last));
    if (!taken) audit_.client_left = true;
}

boost::asio::awaitable<ReadSession::Finished> ReadSession::read(EventStream* stream) {
    const auto self = shared_from_this();
    const SteadyTime until = services_.clock.steady() + asked_.wait;
    const std::stop_token ended = link_.ended();
    const std::stop_callback on_end{ended, [this] { wakeup_.notify(); }};

    const auto reader = co_await find_card(ended, until);
    if (!reader) co_return std::unexpected{reader.error()};
    start(*reader, until, stream != nullptr);
    bool gone = false;
    while (!gone) {
        const bool something_to_send = stream != nullptr && update_.has_news();
        if (ended.stop_requested()) {
            gone = true;
        } else if (something_to_send) {
            const bool taken = co_await send_update(*stream);
            gone = !taken;
        } else if (update_.end) {
            co_return finish(std::move(*update_.end));
        } else {
            co_await wakeup_.wait();
        }
    }
    ticket_.cancel();
    co_return std::unexpected{nobody_waits()};
}

boost::asio::awaitable<std::expected<ReaderView, Problem>> ReadSession::find_card(std::stop_token ended,
                                                                                  SteadyTime until) {
    const ReaderEventBridge::Watch watch{services_.news, wakeup_};
    const CardIds before = cards_in(services_.registry.readers());
    for (;;) {
        const auto readers = services_.registry.readers();
        if (std::ranges::find(readers, asked_.reader, &ReaderView::id) != readers.end()) audit_.reader = asked_.reader;
        ReaderChoice choice = choose_reader(asked_, *grants_, services_.registry.service(), readers, before);
        if (auto* reader = std::get_if<ReaderView>(&choice)) co_return std::move(*reader);
        if (auto* problem = std::get_if<Problem>(&choice)) co_return std::unexpected{std::move(*problem)};
        if (ended.stop_requested()) co_return std::unexpected{nobody_waits()};
        if (services_.clock.steady() >= until) {
            co_return std::unexpected{Problem{.code = ProblemCode::no_card, .reader = asked_.reader}};
        }
        static_cast<void>(co_await wakeup_.wait_until(until));
    }
}

void ReadSession::start(const ReaderView& reader, SteadyTime until, bool streamed) {
    label_.reader = reader.id;
    label_.reader_name = reader.name;
    if (reader.card) {  // a reader without one is not chosen
        label_.card = reader.card->id;
        if (!reader.card->access_keys.empty()) accepts_ = reader.card->access_keys;
    }

    audit_.reader = label_.reader;
    audit_.card = label_.card;
    EarlyAnswer early_answer;
    if (streamed) {
        // On the reader's thread. What the client requires is not told before it is known to hold.
        early_answer = [label = label_, fields = fields_, required = asked_.require,
                        today = services_.today()](const ReadOutcome& so_far) -> std::optional<PersonalText> {
            if (unmet_requirement(required, so_far.verification, label.reader)) return std::nullopt;
            return serialize_json(read_json(label, so_far, fields, today, PortraitMember::left_out));
        };
    }
    ReadRequest order{.access = std::move(asked_.access),
                      .wanted = groups_for(fields_),
                      .pseudonym_for = fields_.touches("holder.pseudonym") ? label_.client : ClientId{},
                      .evidence = asked_.evidence,
                      .pace_seen = std::ranges::find(accepts_, "can") != accepts_.end()};
    run_ = std::make_shared<ReadRun>(services_.read_card, std::move(order), std::move(early_answer),
                                     [executor = executor_, weak = weak_from_this()] {
                                         boost::asio::post(executor, [weak] {
                                             if (const auto session = weak.lock()) session->absorb();
                                         });
                                     });
    running_.insert(shared_from_this());
    const auto left = std::max(std::chrono::ceil<std::chrono::milliseconds>(until - services_.clock.steady()),
                               std::chrono::milliseconds{0});
    ticket_ = services_.registry.submit(
        label_.reader, label_.card,
        run_->job({.queue = left, .connect = std::max(left, least_connect_wait), .run = services_.deadline()}));
}

boost::asio::awaitable<bool> ReadSession::send_update(EventStream& stream) {
    StreamEvent event;
    if (!update_.progress && update_.record) {
        record_sent_ = true;
        audit_.record_sent = true;
        event = event_of("record", std::move(*update_.record));
        update_.record.reset();
    } else if (auto& next = update_.progress ? update_.progress : update_.progress_after_record) {
        event = event_of("progress", progress_text(*next));
        next.reset();
    }
    const bool taken = co_await stream.send(std::move(event));
    co_return taken;
}

ReadSession::Finished ReadSession::finish(Result<ReadOutcome> result) {
    if (!result) return std::unexpected{read_problem(result.error(), label_.reader, accepts_)};
    if (auto unmet = unmet_requirement(asked_.require, result->verification, label_.reader)) {
        return std::unexpected{std::move(*unmet)};
    }
    FinishedRead read{.label = label_, .fields = fields_, .outcome = std::move(*result)};
    // What the client may see of the evidence is in its statement; nothing else of it is held.
    if (const auto evidence = std::exchange(read.outcome.evidence, std::nullopt)) {
        const auto key = services_.evidence_key ? services_.evidence_key() : nullptr;
        auto sealed = seal_evidence(*evidence, fields_, key.get());
        if (!sealed) return std::unexpected{Problem{.code = ProblemCode::internal_error}};
        read.evidence = std::move(*sealed);
    }
    auto finished = std::make_shared<const FinishedRead>(std::move(read));
    services_.store.hold(finished);
    audit_.reads.push_back(label_.id);
    services_.store.cards_present(cards_in(services_.registry.readers()));  // it may have left in the meantime
    return finished;
}

/// Whether the client has gone or the daemon goes: the former never sees this.
Problem ReadSession::nobody_waits() {
    audit_.client_left = !link_.shutting_down();
    return {.code = ProblemCode::shutting_down};
}

void ReadSession::absorb() {
    if (run_ == nullptr) return;
    ReadUpdate update = run_->take();
    if (update.started && !announced_) {
        announced_ = true;
        announce("read_started");
    }
    if (update.progress) update_.latest_progress() = update.progress;
    if (update.record) update_.record = std::move(update.record);
    if (update.progress_after_record) update_.progress_after_record = update.progress_after_record;
    if (update.end) {
        if (announced_) announce("read_finished", outcome_of(*update.end));
        update_.end = std::move(update.end);
        run_.reset();
        running_.erase(shared_from_this());
    }
    wakeup_.notify();
}

void ReadSession::announce(std::string_view event, std::string_view outcome) const {
    services_.hub.publish({.name = event,
                           .at = services_.clock.wall(),
                           .reader = label_.reader,
                           .reader_name = label_.reader_name,
                           .card = label_.card,
                           .outcome = outcome,
                           .owner = label_.client,
                           .read = label_.id});
}

}  // namespace fivestar::daemon
