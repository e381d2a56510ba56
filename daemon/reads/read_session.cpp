// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/read_session.hpp"

#include "daemon/reads/wanted_groups.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

namespace fivestar::daemon {
namespace {

/// The shortest wait for the connection to a card, however short the client waits: programs often hold a card for a
/// moment to look at it, and pcscd, which may ask polkit and must power up a card that was idle, takes a second on a
/// slow machine.
constexpr std::chrono::milliseconds least_connect_wait = std::chrono::seconds{5};

}  // namespace

std::optional<identity::CheckName> unmet_requirement(std::span<const identity::CheckName> required,
                                                     const identity::Verification& verification) {
    const auto unmet = std::ranges::find_if(
        required, [&](identity::CheckName name) { return verification[name].outcome != Outcome::passed; });
    return unmet == required.end() ? std::nullopt : std::optional{*unmet};
}

bool allows(const Grants& grants, const identity::Document& document) {
    return grants.allows_document(identity::to_string(document.type), document.edition.value_or(std::string{}));
}

ReadSession::ReadSession(const ReadDependencies& dependencies, ReaderEventBridge& events, ReadStore& store,
                         ScannedKeys& keys, std::set<std::shared_ptr<ReadSession>>& running,
                         const boost::asio::any_io_executor& executor, ReadTask task, EarlyRecord early_record)
    : dependencies_(dependencies),
      events_(events),
      store_(store),
      keys_(keys),
      running_(running),
      executor_(executor),
      task_(std::move(task)),
      early_record_(std::move(early_record)),
      label_{.id = store.new_id(), .client = task_.client},
      wait_until_(dependencies.clock.steady() + task_.selection.wait),
      wakeup_(executor) {}

boost::asio::awaitable<ReadUpdate> ReadSession::next(std::stop_token ended, SteadyTime silent_until) {
    const auto self = shared_from_this();
    const std::stop_callback on_end{ended, [this] { wakeup_.notify(); }};
    if (!std::exchange(begun_, true)) {
        before_ = cards_in(dependencies_.registry.readers());
        watch_.emplace(events_, wakeup_);
    }
    for (;;) {
        if (!found_) {
            auto search = find_card();
            if (auto* failure = std::get_if<ReadFailure>(&search)) {
                watch_.reset();
                co_return ReadResult{std::unexpected{std::move(*failure)}};
            }
            if (const auto* reader = std::get_if<ReaderView>(&search)) {
                found_ = true;
                watch_.reset();
                start(*reader);
                ReadWait queue{.what = WaitedFor::reader,
                               .reader = reader->id,
                               .left = std::chrono::ceil<std::chrono::seconds>(wait_left())};
                const bool waits = reader->state == ReaderState::reading && queue.left.count() != 0;
                if (waits && is_news(queue)) co_return std::move(queue);
            } else if (auto& wait = std::get<ReadWait>(search); !ended.stop_requested() && is_news(wait)) {
                co_return std::move(wait);
            }
        }
        if (ended.stop_requested()) co_return ReadResult{std::unexpected{abandon()}};
        if (auto update = take_update()) co_return std::move(*update);
        if (updates_.end) co_return finish(std::move(*updates_.end));
        const SteadyTime until = found_ ? silent_until : std::min(silent_until, wait_until_);
        const bool notified = co_await wakeup_.wait_until(until);
        if (!notified && until == silent_until) co_return ReadSilence{};
    }
}

ReadFailure ReadSession::abandon() {
    ticket_.cancel();
    return {.kind = ReadFailureKind::abandoned};
}

std::variant<ReaderView, ReadFailure, ReadWait> ReadSession::find_card() {
    const ReaderRegistry& registry = dependencies_.registry;
    const std::string& named = task_.selection.reader;
    const auto readers = registry.readers();
    if (std::ranges::find(readers, named, &ReaderView::id) != readers.end()) label_.reader = named;
    ReaderChoice choice = choose_reader(task_.selection, *task_.grants, registry.service(), readers, before_);
    auto* const reader = std::get_if<ReaderView>(&choice);
    if (reader != nullptr && has_key(*reader)) return std::move(*reader);
    if (auto* failure = std::get_if<ReadFailure>(&choice)) return std::move(*failure);
    const auto left = wait_left();
    if (left.count() == 0) {
        if (reader == nullptr) return ReadFailure{.kind = ReadFailureKind::no_card, .reader = named};
        return ReadFailure{.kind = ReadFailureKind::no_scanned_key, .reader = reader->id};
    }
    return ReadWait{.what = reader == nullptr ? WaitedFor::card : WaitedFor::scanned_key,
                    .reader = reader == nullptr ? named : reader->id,
                    .left = std::chrono::ceil<std::chrono::seconds>(left)};
}

bool ReadSession::is_news(const ReadWait& wait) {
    if (!early_record_ || (waiting_ && waiting_->is_same_as(wait))) return false;
    waiting_ = wait;
    return true;
}

std::chrono::milliseconds ReadSession::wait_left() const {
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(wait_until_ - dependencies_.clock.steady()),
                    std::chrono::milliseconds{0});
}

bool ReadSession::has_key(const ReaderView& reader) {
    if (!task_.scanned_key || !reader.card || access_keys(*reader.card).empty()) return true;
    task_.access.mrz_information = keys_.take(reader.id);
    return task_.access.mrz_information.has_value();
}

void ReadSession::start(const ReaderView& reader) {
    label_.reader = reader.id;
    label_.reader_name = reader.name;
    auto card_access = apdu::CardAccessPlace::not_searched;
    if (reader.card) {  // always: `choose_reader` chooses no reader without a card
        label_.card = reader.card->id;
        card_access = reader.card->card_access;
        if (auto keys = access_keys(*reader.card); !keys.empty()) accepts_ = std::move(keys);
    }
    EarlyRecordRenderer early_record;
    if (early_record_) {
        early_record = [label = label_, required = task_.require, grants = task_.grants,
                        render = early_record_](const ReadOutcome& so_far) -> std::optional<Utf8Text> {
            if (!allows(*grants, so_far.record.document)) return std::nullopt;
            if (unmet_requirement(required, so_far.verification)) return std::nullopt;
            return render(label, so_far);
        };
    }
    ReadRequest request{.access = std::move(task_.access),
                        .wanted = groups_for(task_.fields),
                        .pseudonym_for = task_.fields.touches("holder.pseudonym") ? label_.client : ClientId{},
                        .evidence = task_.evidence,
                        .card_access = card_access};
    run_ = std::make_shared<ReadRun>(dependencies_.read_card, std::move(request), std::move(early_record),
                                     [executor = executor_, weak = weak_from_this()] {
                                         boost::asio::post(executor, [weak] {
                                             if (const auto session = weak.lock()) session->absorb();
                                         });
                                     });
    running_.insert(shared_from_this());
    const auto left = wait_left();
    ticket_ = dependencies_.registry.submit(
        label_.reader, label_.card,
        run_->job({.queue = left, .connect = std::max(left, least_connect_wait), .run = dependencies_.deadline()}));
}

std::optional<ReadUpdate> ReadSession::take_update() {
    if (!updates_.progress && updates_.record) return std::exchange(updates_.record, std::nullopt);
    return std::exchange(updates_.progress ? updates_.progress : updates_.progress_after_record, std::nullopt);
}

ReadResult ReadSession::finish(Result<ReadOutcome> result) {
    const auto failure = [&](ReadFailureKind kind) {
        return std::unexpected{ReadFailure{.kind = kind, .reader = label_.reader}};
    };
    if (!result) {
        auto unread = failure(ReadFailureKind::card_not_read);
        unread.error().error = result.error();
        unread.error().accepts = accepts_;
        return unread;
    }
    if (const auto unmet = unmet_requirement(task_.require, result->verification)) {
        auto refused = failure(ReadFailureKind::requirement_failed);
        refused.error().check = unmet;
        return refused;
    }
    FinishedRead read{.label = label_, .fields = task_.fields, .outcome = std::move(*result)};
    // Only what the client may see of the evidence is held: the sealed statement.
    if (const auto evidence = std::exchange(read.outcome.evidence, std::nullopt)) {
        auto sealed = dependencies_.seal_evidence(*evidence, task_.fields);
        if (!sealed) return failure(ReadFailureKind::evidence_not_sealed);
        read.evidence = std::move(*sealed);
    }
    auto finished = std::make_shared<const FinishedRead>(std::move(read));
    store_.hold(finished);
    store_.cards_present(cards_in(dependencies_.registry.readers()));  // the card may have been removed meanwhile
    return finished;
}

void ReadSession::absorb() {
    if (run_ == nullptr) return;
    ReadUpdates updates = run_->take();
    if (updates.started && !announced_) {
        announced_ = true;
        dependencies_.listener.read_started(label_);
    }
    if (updates.progress) updates_.latest_progress() = updates.progress;
    if (updates.record) updates_.record = std::move(updates.record);
    if (updates.progress_after_record) updates_.progress_after_record = updates.progress_after_record;
    if (updates.end) {
        // Before anybody hears of the result: neither the client nor the events know a card that it may not see.
        if (*updates.end && !allows(*task_.grants, (*updates.end)->record.document)) {
            *updates.end = std::unexpected{Error{.code = ErrorCode::unsupported,
                                                 .step = "document_not_accepted",
                                                 .detail = ErrorDetail::document_not_accepted}};
        }
        if (announced_) {
            dependencies_.listener.read_finished(label_,
                                                 *updates.end ? std::nullopt : std::optional{updates.end->error()});
        }
        updates_.end = std::move(updates.end);
        run_.reset();
        running_.erase(shared_from_this());
    }
    wakeup_.notify();
}

}  // namespace fivestar::daemon
