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

// Between two requests to cancel the wait: one that comes before the wait begins is lost.
constexpr auto cancel_retry = std::chrono::milliseconds{10};

// A service that reports changes without end, or a list and a wait that contradict each other, are asked this often in
// a row without a rest.
constexpr int max_idle_rounds = 8;
constexpr auto rest = std::chrono::milliseconds{100};

/// A reader, what the service last said of it, and what was last told of it.
struct Watched {
    ReaderStatus status;
    bool told_present = false;
};

}  // namespace

/// What the thread works on, shared with it: it may have to be left behind.
class Monitor::Watch {
  public:
    Watch(std::shared_ptr<Observer> observer, MonitorTimes times) : observer_(std::move(observer)), times_(times) {}

    void run();

    // From another thread.
    void ask_to_stop();
    [[nodiscard]] bool finished_within(std::chrono::milliseconds duration);
    void cancel_wait();
    void await_first_look(std::chrono::milliseconds patience);

  private:
    /// What to do after a wait.
    enum class Next : std::uint8_t { wait_again, list_again };

    void report(ServiceState state);
    Error watch(const Context& context);
    Result<bool> update_list(const Context& context);
    Result<Next> await_change(const Context& context, std::optional<std::chrono::milliseconds> timeout);
    void take(Watched& reader, ReaderStatus now);
    bool pause(std::chrono::milliseconds duration);
    void has_looked();
    void let_cancel(std::optional<Context::Handle> handle);

    const std::shared_ptr<Observer> observer_;
    const MonitorTimes times_;

    // The thread's own.
    std::vector<Watched> readers_;
    std::optional<ServiceState> reported_;
    std::uint32_t plug_state_ = 0;
    bool watch_plugs_ = true;

    std::mutex mutex_;  // guards the next four
    std::condition_variable changed_;
    bool stopping_ = false;
    bool finished_ = false;
    bool looked_ = false;
    std::mutex cancelling_;  // guards the next one: whoever cancels holds on to the context meanwhile
    std::optional<Context::Handle> waiting_;
};

void Monitor::Watch::run() {
    auto retry = times_.first_retry;
    bool stopping = false;
    while (!stopping) {
        Error error{};
        if (const auto context = Context::establish()) {
            const auto since = std::chrono::steady_clock::now();
            let_cancel(context->handle());
            error = watch(*context);
            let_cancel(std::nullopt);
            // A service that lasted is looked for eagerly; one that fails at once is not.
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

void Monitor::Watch::report(ServiceState state) {
    if (reported_ == state) return;
    reported_ = state;
    observer_->service_changed(state);
}

/// Returns when the context is of no use any more, or with `cancelled` when the thread shall end.
Error Monitor::Watch::watch(const Context& context) {
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
            // The first wait ends at once: nothing is known yet of the readers' cards.
            next = await_change(context, settled ? std::nullopt : std::optional{times_.settle});
            has_looked();
            if (std::chrono::steady_clock::now() - since > rest) idle_rounds = 0;
        }
        if (!next && next.error().code != ErrorCode::deadline_exceeded) return next.error();
        settled = !next;  // if this list, too, is as the last
    }
}

/// Compares the list of readers with the one known; whether it changed.
Result<bool> Monitor::Watch::update_list(const Context& context) {
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

Result<Monitor::Watch::Next> Monitor::Watch::await_change(const Context& context,
                                                          std::optional<std::chrono::milliseconds> timeout) {
    std::vector<ReaderStatus> awaited;
    awaited.reserve(readers_.size() + 1);
    for (const auto& reader : readers_) awaited.push_back(reader.status);
    if (watch_plugs_) awaited.push_back({.name = any_reader_change, .state = plug_state_});
    if (auto done = context.wait(awaited, timeout); !done) {
        const ErrorCode code = done.error().code;
        if (code == ErrorCode::cancelled) return Next::wait_again;
        if (code == ErrorCode::reader_lost) return Next::list_again;
        if (code == ErrorCode::invalid_argument && watch_plugs_ && !readers_.empty()) {
            // No room for another name. While the service has as many readers as it can, none can come.
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
    // Told as gone now: by the time of the next list another of the same name may be there.
    const auto gone = [](const Watched& reader) { return reader.status.gone(); };
    for (const auto& reader : readers_) {
        if (!gone(reader)) continue;
        next = Next::list_again;
        observer_->reader_removed(reader.status.name);
    }
    std::erase_if(readers_, gone);
    return next;
}

/// Tells what happened to the card. Its counter shows a card that went and came between two waits; the service counts
/// from the beginning again for a reader that did so.
void Monitor::Watch::take(Watched& reader, ReaderStatus now) {
    const auto before = std::exchange(reader.status, std::move(now));
    const auto& status = reader.status;
    if (status.gone()) return;  // and its card with it
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

/// Whether the thread shall end; waits up to `duration` for that.
bool Monitor::Watch::pause(std::chrono::milliseconds duration) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, duration, [this] { return stopping_; });
}

void Monitor::Watch::has_looked() {
    const std::lock_guard lock{mutex_};
    if (std::exchange(looked_, true)) return;
    changed_.notify_all();
}

void Monitor::Watch::await_first_look(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, patience, [this] { return looked_ || finished_; });
}

void Monitor::Watch::let_cancel(std::optional<Context::Handle> handle) {
    const std::lock_guard lock{cancelling_};
    waiting_ = handle;
}

void Monitor::Watch::ask_to_stop() {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    changed_.notify_all();
}

bool Monitor::Watch::finished_within(std::chrono::milliseconds duration) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, duration, [this] { return finished_; });
}

void Monitor::Watch::cancel_wait() {
    const std::lock_guard lock{cancelling_};
    if (waiting_) Context::cancel(*waiting_);
}

Monitor::Monitor(MonitorTimes times) : times_(times) {}

Monitor::~Monitor() {
    stop();
}

void Monitor::start(std::shared_ptr<Observer> observer) {
    watch_ = std::make_shared<Watch>(std::move(observer), times_);
    thread_ = std::thread{[watch = watch_] { watch->run(); }};
}

void Monitor::await_first_look(std::chrono::milliseconds patience) {
    if (watch_) watch_->await_first_look(patience);
}

bool Monitor::stop() {
    if (!watch_) return true;
    watch_->ask_to_stop();
    // Cancelling is a call to the service, which may be what is stuck: a thread of its own does it.
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
