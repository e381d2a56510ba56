// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/reader_slot.hpp"

#include "daemon/readers/card_identification.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::daemon {
namespace {

// A card that could not be identified in time is tried once more when its reader is free again.
constexpr unsigned max_looks = 2;

using Phase = JobState::Phase;

/// The end of a job that has not begun.
std::unexpected<Error> refused_in_queue(ErrorCode code) {
    return std::unexpected{Error{.code = code, .step = "queue", .detail = ErrorDetail::queued}};
}

}  // namespace

ReaderSlot::ReaderSlot(SourceReader reader, SlotHost& host, RegistryLimits limits)
    : reader_(std::move(reader)), host_(host), limits_(limits), interface_(reader_.interface) {
    tell(ReaderEventKind::reader_added);
}

void ReaderSlot::card_inserted(ByteView atr) {
    if (removed_) return;
    card_removed();
    card_ = Card{.insertion = ++insertions_};
    if (reader_.interface == ReaderInterface::unknown) interface_ = interface_by_atr(atr);
    if (const auto kind = kind_by_atr(atr)) {
        card_->identified = true;
        show(*card_, {.kind = *kind});
    } else {
        look_at(*card_);
    }
}

void ReaderSlot::card_removed() {
    if (!card_) return;
    held_by_other_program_ = false;
    drop_card(ErrorCode::card_removed);
}

void ReaderSlot::remove(ErrorCode error) {
    if (removed_) return;
    drop_card(error);
    tell(ReaderEventKind::reader_removed);
    removed_ = true;
}

void ReaderSlot::shut_down() {
    if (removed_) return;
    removed_ = true;
    if (card_ && !card_->view) card_.reset();
    settle_all(ErrorCode::cancelled);
}

std::shared_ptr<JobState> ReaderSlot::submit(std::string_view card_id, Job job) {
    auto state = std::make_shared<JobState>();
    state->job = std::move(job);
    if (card_) state->insertion = card_->insertion;
    const auto refuse = [&](ErrorCode code) {
        settle(state, refused_in_queue(code));
        return state;
    };
    if (removed_) return refuse(ErrorCode::reader_lost);
    if (!card_ || !card_->view || card_->view->id != card_id) return refuse(ErrorCode::card_removed);
    if (unresponsive_) return refuse(ErrorCode::reader_unresponsive);

    const auto& limits = state->job.limits;
    const bool waits = busy();
    if (waits && limits.queue <= std::chrono::milliseconds::zero()) return refuse(ErrorCode::reader_busy);
    // Without a client's work ahead, the job starts at once or after the registry's own identification.
    state->deadline = host_.now() + (waits ? limits.queue : std::max(limits.queue, limits.connect));
    queue_.push_back(state);
    return state;
}

void ReaderSlot::cancel(const std::shared_ptr<JobState>& job) {
    if (job->settled) return;
    host_.post([stop = job->stop]() mutable { stop.request_stop(); });
    if (job->phase != Phase::running) settle(job, fail(ErrorCode::cancelled));
}

bool ReaderSlot::extend(JobState& job, std::chrono::milliseconds by) {
    if (job.settled || job.extended || job.phase != Phase::running) return false;
    job.extended = true;
    job.deadline += by;
    return true;
}

ReaderView ReaderSlot::view() const {
    ReaderView view{.id = reader_.id,
                    .name = reader_.name,
                    .interface = interface_,
                    .sam_id = reader_.sam_id,
                    .held_by_other_program = held_by_other_program_,
                    .takes_extended_length = takes_extended_length_};
    if (card_) view.card = card_->view;
    const bool reading =
        current_ && !current_->settled && !current_->identification && current_->phase == Phase::running;
    if (unresponsive_) {
        view.state = ReaderState::unresponsive;
    } else if (reading) {
        view.state = ReaderState::reading;
    } else if (view.card) {
        view.state = ReaderState::card;
    }
    return view;
}

bool ReaderSlot::busy() const {
    const auto of_client = [](const auto& job) { return !job->settled && !job->identification; };
    return (current_ && of_client(current_)) || std::ranges::any_of(queue_, of_client);
}

std::shared_ptr<JobState> ReaderSlot::next() {
    if (queue_.empty()) return nullptr;
    current_ = std::move(queue_.front());
    queue_.pop_front();
    current_->phase = Phase::connecting;
    if (current_->identification) {
        if (card_) ++card_->looks;  // keeps the deadline that was set when the card came
    } else {
        current_->deadline = host_.now() + current_->job.limits.connect;
        // A security module has no session to end, and a reset might make it read the card again.
        const bool module = card_ && card_->view && card_->view->kind == CardKind::cn_id_sam;
        current_->at_end = module ? CardDisposition::leave : CardDisposition::reset;
    }
    return current_;
}

bool ReaderSlot::connected(JobState& job) {
    held_by_other_program_ = false;
    // A late identification still corrects the kind of a card that was shown as unknown.
    const bool late_look = job.identification && card_ && card_->insertion == job.insertion && !removed_;
    if (job.settled && !late_look) {
        close(job);
        return false;
    }
    job.phase = Phase::running;
    if (job.identification) {
        if (job.settled) job.deadline = host_.now() + limits_.identify;
        return true;
    }
    job.deadline = host_.now() + job.job.limits.run;
    job.after_denial = access_denied_;
    tell(ReaderEventKind::read_started);
    return true;
}

void ReaderSlot::not_connected(const std::shared_ptr<JobState>& job, Error error) {
    settle(job, fail(error.code, error.sw, error.step.empty() ? "connect" : error.step));
}

void ReaderSlot::finished(const std::shared_ptr<JobState>& job, std::optional<ErrorCode> failure) {
    if (failure == ErrorCode::access_denied) access_denied_ = true;
    if (!failure) access_denied_ = false;
    settle(job, {}, failure);
    close(*job);
}

void ReaderSlot::identified(const std::shared_ptr<JobState>& job, const Result<Identification>& identification) {
    if (identification && card_ && card_->insertion == job->insertion) {
        card_->identified = true;
        takes_extended_length_ = identification->reader_takes_extended_length;
        show(*card_, *identification);
    }
    settle(job, {});
    close(*job);
}

void ReaderSlot::idle() {
    current_.reset();
    if (removed_) return;
    if (unresponsive_) {
        unresponsive_ = false;
        tell(ReaderEventKind::reader_recovered);
    }
    if (queue_.empty() && card_ && !card_->identified && card_->looks < max_looks) look_at(*card_);
}

bool ReaderSlot::expire() {
    const SteadyTime now = host_.now();
    if (nearest_deadline() > now) return false;
    if (current_ && current_->deadline <= now) {
        current_->deadline = SteadyTime::max();
        if (current_->phase == Phase::connecting) {
            held_by_other_program_ = true;
            settle(current_, fail(ErrorCode::reader_busy, 0, "connect"));
        } else {
            become_unresponsive();
        }
    }
    auto late = queue_;
    std::erase_if(late, [now](const auto& job) { return job->deadline > now; });
    for (const auto& job : late) settle(job, refused_in_queue(ErrorCode::reader_busy));
    return true;
}

SteadyTime ReaderSlot::nearest_deadline() const {
    SteadyTime nearest = current_ ? current_->deadline : SteadyTime::max();
    for (const auto& job : queue_) nearest = std::min(nearest, job->deadline);
    return nearest;
}

/// Ends all jobs with `error` and removes the card.
void ReaderSlot::drop_card(ErrorCode error) {
    const bool shown = card_ && card_->view;
    // Reset before jobs are settled: an identification that ends now must not show the card.
    if (!shown) card_.reset();
    settle_all(error);
    if (shown) tell(ReaderEventKind::card_removed);
    card_.reset();
}

void ReaderSlot::look_at(const Card& card) {
    auto look = std::make_shared<JobState>();
    look->identification = true;
    look->insertion = card.insertion;
    look->deadline = host_.now() + limits_.identify;
    queue_.push_back(std::move(look));
}

/// Shows the card, or corrects its kind if it was shown as unknown.
void ReaderSlot::show(Card& card, const Identification& identification) {
    const bool is_new = !card.view;
    if (!card.view) card.view = CardView{.id = host_.new_card_id(), .inserted_at = host_.date()};
    card.view->kind = identification.kind;
    card.view->offers_pace = identification.offers_pace;
    card.view->card_access = identification.card_access;
    if (is_new) tell(ReaderEventKind::card_inserted);
}

/// Ends the job, once.
void ReaderSlot::settle(const std::shared_ptr<JobState>& job, Result<void> result, std::optional<ErrorCode> failure) {
    if (job->settled) return;
    job->settled = true;
    std::erase(queue_, job);
    if (job->identification) {
        if (card_ && card_->insertion == job->insertion && !card_->view) show(*card_, {});
        return;
    }
    // Work that never began may hold a client's keys, so it is destroyed now.
    const bool ran = job->phase == Phase::running;
    host_.post([done = std::exchange(job->job.done, nullptr),
                work = ran ? Work{} : std::exchange(job->job.work, nullptr), result] { done(result); });
    if (ran) tell(ReaderEventKind::read_finished, result ? failure : std::optional{result.error().code});
}

void ReaderSlot::settle_all(ErrorCode error) {
    if (current_ && !current_->settled) {
        host_.post([stop = current_->stop]() mutable { stop.request_stop(); });
        settle(current_, fail(error));
    }
    for (const auto& job : std::deque{queue_}) settle(job, fail(error));
}

void ReaderSlot::close(JobState& job) {
    job.phase = Phase::closing;
    // A removed reader has no watchdog, and its thread may outlive the clock.
    job.deadline = removed_ ? SteadyTime::max() : host_.now() + limits_.disconnect;
}

void ReaderSlot::become_unresponsive() {
    if (unresponsive_) return;
    unresponsive_ = true;
    host_.post([stop = current_->stop]() mutable { stop.request_stop(); });
    settle(current_, fail(ErrorCode::deadline_exceeded));
    for (const auto& job : std::deque{queue_}) settle(job, refused_in_queue(ErrorCode::reader_unresponsive));
    if (!removed_) tell(ReaderEventKind::reader_unresponsive);
}

void ReaderSlot::tell(ReaderEventKind kind, std::optional<ErrorCode> error) {
    ReaderEvent event{.kind = kind, .at = host_.date(), .reader = reader_.id, .reader_name = reader_.name};
    const bool of_reader = kind == ReaderEventKind::reader_added || kind == ReaderEventKind::reader_removed;
    if (!of_reader && card_ && card_->view) {
        event.card = card_->view->id;
        event.card_kind = card_->view->kind;
    }
    event.error = error;
    host_.tell(std::move(event));
}

}  // namespace fivestar::daemon
