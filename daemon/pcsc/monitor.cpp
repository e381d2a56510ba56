// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/monitor.hpp"

#include "daemon/pcsc/context.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

namespace fivestar::daemon::pcsc {
namespace {

// Interval between requests to cancel the wait. A request before the wait begins has no effect.
constexpr auto cancel_retry = std::chrono::milliseconds{10};

// Rounds without a pause. More are needed only if the service reports changes without end, or if its list and its wait
// contradict each other.
constexpr int max_idle_rounds = 8;
constexpr auto rest = std::chrono::milliseconds{100};

/// A reader, its latest state, and the state last reported to the observer.
struct Watched {
    ReaderStatus status;
    bool told_present = false;
};

}  // namespace

/// The state of the thread, which shares it because a stuck thread outlives the monitor.
class Monitor::Watch {
  public:
    Watch(std::shared_ptr<Observer> observer, MonitorTimes times) : observer_(std::move(observer)), times_(times) {}

    void run() {
        auto retry = times_.first_retry;
        bool stopping = false;
        while (!stopping) {
            Error error{};
            if (const auto context = Context::establish()) {
                const auto since = std::chrono::steady_clock::now();
                looks_now();
                let_cancel(context->handle());
                error = watch(*context);
                let_cancel(std::nullopt);
                // A service that worked for a while is tried again soon; one that fails at once is not.
                if (std::chrono::steady_clock::now() - since > times_.longest_retry) retry = times_.first_retry;
            } else {
                error = context.error();
            }
            readers_.clear();
            stopping = pause(std::chrono::milliseconds{0});
            if (stopping) break;
            report(error.code == ErrorCode::service_denied ? ServiceState::denied : ServiceState::unavailable);
            has_looked();
            stopping = pause(retry);
            retry = std::min(2 * retry, times_.longest_retry);
        }
        const std::lock_guard lock{mutex_};
        finished_ = true;
        changed_.notify_all();
    }

    // From another thread.
    void ask_to_stop() {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        changed_.notify_all();
    }

    void ask_to_look_again() {
        const std::lock_guard lock{mutex_};
        look_again_ = true;
    }

    [[nodiscard]] bool has_looked_again_within(std::chrono::milliseconds duration) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, duration, [this] { return !look_again_ || finished_; });
    }

    [[nodiscard]] bool finished_within(std::chrono::milliseconds duration) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, duration, [this] { return finished_; });
    }

    void cancel_wait() {
        const std::lock_guard lock{cancelling_};
        if (waiting_) Context::cancel(*waiting_);
    }

    void await_first_look(std::chrono::milliseconds patience) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, patience, [this] { return looked_ || finished_; });
    }

  private:
    /// The next step after a wait.
    enum class Next : std::uint8_t { wait_again, list_again };

    void report(ServiceState state) {
        if (reported_ == state) return;
        reported_ = state;
        observer_->service_changed(state);
    }

    /// Watches until the context fails, or the thread must end (`cancelled`).
    Error watch(const Context& context) {
        bool settled = false;
        int idle_rounds = 0;
        while (true) {
            const auto listed = update_list(context);
            if (!listed) return listed.error();
            if (*listed) idle_rounds = 0;
            if (readers_.empty()) has_looked();
            auto next = Result<Next>{Next::wait_again};
            while (next == Next::wait_again) {
                if (pause(++idle_rounds > max_idle_rounds ? rest : std::chrono::milliseconds{0})) {
                    return {ErrorCode::cancelled};
                }
                const auto since = std::chrono::steady_clock::now();
                // The first wait ends at once, because the states of the readers are not known yet.
                next = await_change(context, settled ? std::nullopt : std::optional{times_.settle});
                has_looked();
                forget_cards_if_asked();
                if (std::chrono::steady_clock::now() - since > rest) idle_rounds = 0;
            }
            if (!next && next.error().code != ErrorCode::deadline_exceeded) return next.error();
            settled = !next;  // after a timeout: nothing changed for `settle`
        }
    }

    /// Updates the list of readers; true if it changed.
    Result<bool> update_list(const Context& context) {
        auto names = context.readers();
        if (!names) return std::unexpected{names.error()};
        report(ServiceState::connected);
        const auto gone = [&](const Watched& reader) {
            return std::ranges::find(*names, reader.status.name) == names->end();
        };
        bool changed = false;
        for (const auto& reader : readers_) {
            if (!gone(reader)) continue;
            changed = true;
            observer_->reader_removed(reader.status.name);
        }
        std::erase_if(readers_, gone);

        const auto known = [&](const std::string& name) {
            return std::ranges::any_of(readers_, [&](const Watched& reader) { return reader.status.name == name; });
        };
        std::erase_if(*names, known);
        if (!names->empty()) {
            changed = true;
            observer_->readers_added(*names);
        }
        for (auto& name : *names) readers_.push_back({.status = {.name = std::move(name)}});
        watch_plugs_ = true;
        return changed;
    }

    Result<Next> await_change(const Context& context, std::optional<std::chrono::milliseconds> timeout) {
        std::vector<ReaderStatus> awaited;
        awaited.reserve(readers_.size() + 1);
        for (const auto& reader : readers_) awaited.push_back(reader.status);
        if (watch_plugs_) awaited.push_back({.name = any_reader_change, .state = plug_state_});
        if (auto done = context.wait(awaited, timeout); !done) {
            const ErrorCode code = done.error().code;
            if (code == ErrorCode::cancelled) return Next::wait_again;
            if (code == ErrorCode::reader_lost) return Next::list_again;
            if (code == ErrorCode::invalid_argument && watch_plugs_ && !readers_.empty()) {
                // The wait takes no more names. The service has as many readers as it can, so no new ones come.
                watch_plugs_ = false;
                return Next::wait_again;
            }
            return std::unexpected{done.error()};
        }
        auto next = Next::wait_again;
        if (watch_plugs_) {
            if (awaited.back().changed) next = Next::list_again;
            plug_state_ = awaited.back().state;
        }
        for (std::size_t i = 0; i < readers_.size(); ++i) take(readers_[i], std::move(awaited[i]));
        // Reported now, because another reader may have the same name in the next list.
        const auto gone = [](const Watched& reader) { return reader.status.gone(); };
        for (const auto& reader : readers_) {
            if (!gone(reader)) continue;
            next = Next::list_again;
            observer_->reader_removed(reader.status.name);
        }
        std::erase_if(readers_, gone);
        return next;
    }

    /// Reports changes of the card. The counter reveals a card that was removed and inserted between two waits; it
    /// starts again if the reader was.
    void take(Watched& reader, ReaderStatus now) {
        const auto before = std::exchange(reader.status, std::move(now));
        const auto& status = reader.status;
        if (status.gone()) return;  // with its card
        if (status.events() < before.events()) {
            observer_->reader_removed(status.name);
            observer_->readers_added({status.name});
            reader.told_present = false;
        }
        const bool came_to_life = before.mute() && !status.mute();
        const bool same = status.present() && before.events() == status.events() && !came_to_life;
        if (reader.told_present && !same) observer_->card_removed(status.name);
        if (status.present() && !(reader.told_present && same)) {
            observer_->card_inserted(status.name, status.mute() ? ByteView{} : ByteView{status.atr});
        }
        reader.told_present = status.present();
    }

    /// A new context knows no state of a card, so that the thread looks at all of them anyway.
    void looks_now() {
        const std::lock_guard lock{mutex_};
        look_again_ = false;
        changed_.notify_all();
    }

    /// Reports all cards as removed if the thread must look again. Without a known state, the next wait returns the
    /// present one at once.
    void forget_cards_if_asked() {
        {
            const std::lock_guard lock{mutex_};
            if (!std::exchange(look_again_, false)) return;
            changed_.notify_all();
        }
        for (auto& reader : readers_) {
            if (reader.told_present) observer_->card_removed(reader.status.name);
            reader = {.status = {.name = reader.status.name}};
        }
    }

    /// Waits up to `duration`; true if the thread must end.
    bool pause(std::chrono::milliseconds duration) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, duration, [this] { return stopping_; });
    }

    void has_looked() {
        const std::lock_guard lock{mutex_};
        if (std::exchange(looked_, true)) return;
        changed_.notify_all();
    }

    void let_cancel(std::optional<Context::Handle> handle) {
        const std::lock_guard lock{cancelling_};
        waiting_ = handle;
    }

    const std::shared_ptr<Observer> observer_;
    const MonitorTimes times_;

    // Used by the thread only.
    std::vector<Watched> readers_;
    std::optional<ServiceState> reported_;
    std::uint32_t plug_state_ = 0;
    bool watch_plugs_ = true;

    std::mutex mutex_;  // guards the next five members
    std::condition_variable changed_;
    bool stopping_ = false;
    bool finished_ = false;
    bool looked_ = false;
    bool look_again_ = false;
    std::mutex cancelling_;  // guards `waiting_`, so that the context is not released during a cancel
    std::optional<Context::Handle> waiting_;
};

Monitor::Monitor(MonitorTimes times) : times_(times) {}

Monitor::~Monitor() {
    stop();
}

void Monitor::start(std::shared_ptr<Observer> observer) {
    watch_ = std::make_shared<Watch>(std::move(observer), times_);
    thread_ = std::thread{[watch = watch_] { watch->run(); }};
}

void Monitor::look_again() {
    if (!watch_) return;
    watch_->ask_to_look_again();
    // The wait is cancelled as in `stop`. If the service is stuck, the thread looks when its call returns.
    std::thread{[watch = watch_, tries = times_.patience / cancel_retry] {
        for (auto left = tries; left > 0 && !watch->has_looked_again_within(cancel_retry); --left) watch->cancel_wait();
    }}.detach();
}

void Monitor::await_first_look(std::chrono::milliseconds patience) {
    if (watch_) watch_->await_first_look(patience);
}

bool Monitor::stop() {
    if (!watch_) return true;
    watch_->ask_to_stop();
    // Cancelling calls the service, which may be stuck, so another thread does it.
    std::thread cancelling{[watch = watch_] {
        do watch->cancel_wait();
        while (!watch->finished_within(cancel_retry));
    }};
    const bool finished = watch_->finished_within(times_.patience);
    if (finished) {
        thread_.join();
        cancelling.join();
    } else {
        thread_.detach();
        cancelling.detach();
    }
    watch_.reset();
    return finished;
}

}  // namespace fivestar::daemon::pcsc
