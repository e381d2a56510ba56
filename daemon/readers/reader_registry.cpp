// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/reader_registry.hpp"

#include "crypto/base/stack.hpp"
#include "crypto/base/text.hpp"
#include "daemon/readers/outbox.hpp"
#include "daemon/readers/reader_slot.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace fivestar::daemon {
namespace {

constexpr std::size_t card_id_octets = 8;

// PC/SC does not report when another program ends its exclusive access to a card, so a waiting job tries again after
// this time.
constexpr auto exclusive_retry = std::chrono::milliseconds{100};

}  // namespace

/// The state, under one lock, and the threads. Every thread owns a share of it, so that it still exists when a call
/// that was stuck returns.
struct ReaderRegistry::Core final : ReaderSource::Listener, SlotHost, std::enable_shared_from_this<Core> {
    struct Worker {
        Worker(const SourceReader& reader, SlotHost& host, RegistryLimits limits)
            : id(reader.id), slot(reader, host, limits) {}
        const std::string id;
        ReaderSlot slot;
        std::condition_variable wake;
        std::thread thread = {};
        bool finished = false;
    };

    class RunningJob final : public JobContext {
      public:
        RunningJob(std::mutex& mutex, Worker& worker, JobState& job)
            : mutex_(mutex), worker_(worker), job_(job), stop_(job.stop.get_token()) {}
        const std::stop_token& stop() const override { return stop_; }
        bool after_denial() const override { return job_.after_denial; }
        bool extend(std::chrono::milliseconds by) override {
            const std::lock_guard lock{mutex_};
            return worker_.slot.extend(job_, by);
        }

      private:
        std::mutex& mutex_;
        Worker& worker_;
        JobState& job_;
        const std::stop_token stop_;
    };

    Core(std::shared_ptr<ReaderSource> from, const Clock& time, Random& numbers, RegistryLimits bounds)
        : source(std::move(from)), clock(time), random(numbers), limits(bounds) {}

    // ReaderSource::Listener

    void service_changed(ServiceState state) override {
        {
            const std::lock_guard lock{mutex};
            const bool was_connected = service == ServiceState::connected;
            const bool is_connected = state == ServiceState::connected;
            service = state;
            if (was_connected && !is_connected) {
                tell({.kind = ReaderEventKind::pcsc_lost, .at = date()});
                const auto error = state == ServiceState::denied ? ErrorCode::service_denied : ErrorCode::service_lost;
                for (const auto& [id, worker] : std::exchange(workers, {})) retire(worker, error);
            } else if (!was_connected && is_connected && service_known) {
                tell({.kind = ReaderEventKind::pcsc_back, .at = date()});
            }
            service_known = true;
        }
        reap();
        outbox.deliver();
    }

    void reader_added(const SourceReader& reader) override {
        {
            const std::lock_guard lock{mutex};
            if (stopping || workers.contains(reader.id)) return;
            SlotHost& host = *this;
            const auto worker = std::make_shared<Worker>(reader, host, limits);
            workers.emplace(reader.id, worker);
            worker->thread = std::thread{[self = shared_from_this(), worker] { self->work(*worker); }};
        }
        reap();
        outbox.deliver();
    }

    void reader_removed(std::string_view reader_id) override {
        {
            const std::lock_guard lock{mutex};
            const auto worker = find(reader_id);
            if (!worker) return;
            workers.erase(worker->id);
            retire(worker, ErrorCode::reader_lost);
        }
        reap();
        outbox.deliver();
    }

    void card_inserted(std::string_view reader_id, ByteView atr) override {
        change(reader_id, [&](ReaderSlot& slot) { slot.card_inserted(atr); });
    }

    void card_removed(std::string_view reader_id) override {
        change(reader_id, [](ReaderSlot& slot) { slot.card_removed(); });
    }

    // SlotHost

    SteadyTime now() const override { return clock.steady(); }
    WallTime date() const override { return clock.wall(); }
    std::string new_card_id() override {
        std::array<std::uint8_t, card_id_octets> number{};
        random.fill(number);
        return "c" + to_hex(number);
    }
    void tell(ReaderEvent event) override {
        outbox.post([this, event = std::move(event)] { subscribers.tell(event); });
    }
    void post(std::function<void()> call) override { outbox.post(std::move(call)); }

    // Called with the lock held.

    /// Returns the worker of the reader, or null.
    [[nodiscard]] std::shared_ptr<Worker> find(std::string_view reader_id) const {
        const auto found = workers.find(reader_id);
        return found == workers.end() ? nullptr : found->second;
    }

    /// Wakes the threads that have something to do now.
    void after_change(Worker& worker) {
        worker.wake.notify_all();
        if (worker.slot.nearest_deadline() < watched) deadline_set.notify_all();
    }

    void retire(const std::shared_ptr<Worker>& worker, ErrorCode error) {
        worker->slot.remove(error);
        worker->wake.notify_all();
        retired.push_back(worker);
    }

    // Called without the lock.

    template <class Change>
    void change(std::string_view reader_id, Change change_slot) {
        {
            const std::lock_guard lock{mutex};
            const auto worker = find(reader_id);
            if (!worker) return;
            change_slot(worker->slot);
            after_change(*worker);
        }
        outbox.deliver();
    }

    /// Joins the threads of removed readers that have ended.
    void reap() {
        const std::lock_guard lock{mutex};
        std::erase_if(retired, [](const auto& worker) {
            if (!worker->finished) return false;
            worker->thread.join();
            return true;
        });
    }

    // The reader's thread.

    void work(Worker& worker);
    void do_job(Worker& worker, const std::shared_ptr<JobState>& job, std::unique_lock<std::mutex>& lock);
    void run(Worker& worker, const std::shared_ptr<JobState>& job, apdu::CardConnection& connection,
             std::unique_lock<std::mutex>& lock);
    Result<std::unique_ptr<apdu::CardConnection>> connect(Worker& worker, const JobState& job);

    /// The watchdog's thread.
    void watch();

    const std::shared_ptr<ReaderSource> source;
    const Clock& clock;
    Random& random;
    const RegistryLimits limits;
    Subscribers subscribers = {};
    Outbox outbox = {};

    mutable std::mutex mutex = {};  // guards the members below
    std::map<std::string, std::shared_ptr<Worker>, std::less<>> workers = {};
    std::vector<std::shared_ptr<Worker>> retired = {};  // of removed readers; their threads may still run
    ServiceState service = ServiceState::unavailable;
    bool service_known = false;
    bool stopping = false;
    bool all_joined = false;  // the result of `stop`
    std::condition_variable worker_finished = {};
    std::condition_variable deadline_set = {};
    SteadyTime watched = SteadyTime::max();  // the deadline that the watchdog waits for
    std::thread watchdog = {};
};

void ReaderRegistry::Core::work(Worker& worker) {
    lock_stack();
    std::unique_lock lock{mutex};
    while (true) {
        const auto job = worker.slot.next();
        if (job) {
            do_job(worker, job, lock);
        } else if (worker.slot.removed()) {
            break;
        } else {
            worker.wake.wait(lock);
        }
    }
    worker.finished = true;
    worker_finished.notify_all();
}

// `do_job` and `run` are entered and left with the lock held, and release it around every call that may block.

void ReaderRegistry::Core::do_job(Worker& worker, const std::shared_ptr<JobState>& job,
                                  std::unique_lock<std::mutex>& lock) {
    after_change(worker);
    lock.unlock();
    auto connection = connect(worker, *job);
    lock.lock();
    if (!connection) {
        worker.slot.not_connected(job, connection.error());
    } else {
        if (worker.slot.connected(*job)) run(worker, job, **connection, lock);
        after_change(worker);
        lock.unlock();
        outbox.deliver();
        *connection = nullptr;  // disconnects
        zeroize_unused_stack();
        lock.lock();
    }
    worker.slot.idle();
    after_change(worker);
    lock.unlock();
    outbox.deliver();
    lock.lock();
}

void ReaderRegistry::Core::run(Worker& worker, const std::shared_ptr<JobState>& job, apdu::CardConnection& connection,
                               std::unique_lock<std::mutex>& lock) {
    after_change(worker);
    lock.unlock();
    outbox.deliver();
    if (job->identification) {
        const auto identification = identify(connection);
        lock.lock();
        worker.slot.identified(job, identification);
    } else {
        RunningJob context{mutex, worker, *job};
        const auto failure = job->job.work(connection, context);
        job->job.work = nullptr;
        lock.lock();
        worker.slot.finished(job, failure);
    }
}

Result<std::unique_ptr<apdu::CardConnection>> ReaderRegistry::Core::connect(Worker& worker, const JobState& job) {
    while (true) {
        auto connection = source->connect(worker.id, job.at_end);
        if (connection || connection.error().code != ErrorCode::reader_busy) return connection;
        // The watchdog settles the job at its deadline, which ends the loop.
        std::unique_lock lock{mutex};
        if (worker.wake.wait_for(lock, exclusive_retry, [&job] { return job.settled; })) return connection;
    }
}

void ReaderRegistry::Core::watch() {
    std::unique_lock lock{mutex};
    while (!stopping) {
        for (const auto& [id, worker] : workers) {
            if (worker->slot.expire()) worker->wake.notify_all();
        }
        lock.unlock();
        outbox.deliver();
        lock.lock();
        watched = SteadyTime::max();
        for (const auto& [id, worker] : workers) watched = std::min(watched, worker->slot.nearest_deadline());
        if (stopping) break;
        if (watched == SteadyTime::max()) {
            deadline_set.wait(lock);
        } else {
            deadline_set.wait_until(lock, watched);
        }
    }
}

ReaderRegistry::ReaderRegistry(std::shared_ptr<ReaderSource> source, const Clock& clock, Random& random,
                               RegistryLimits limits)
    : core_(std::make_shared<Core>(std::move(source), clock, random, limits)) {}

ReaderRegistry::~ReaderRegistry() {
    stop();
}

void ReaderRegistry::start() {
    core_->watchdog = std::thread{[core = core_] { core->watch(); }};
    core_->source->start(core_);
}

bool ReaderRegistry::stop(std::chrono::milliseconds patience) {
    Core& core = *core_;
    {
        const std::lock_guard lock{core.mutex};
        if (std::exchange(core.stopping, true)) return core.all_joined;
    }
    const bool source_stopped = core.source->stop();

    std::unique_lock lock{core.mutex};
    for (const auto& [id, worker] : std::exchange(core.workers, {})) {
        worker->slot.shut_down();
        worker->wake.notify_all();
        core.retired.push_back(worker);
    }
    core.deadline_set.notify_all();
    lock.unlock();
    core.outbox.deliver();  // delivers the requests to stop, too

    lock.lock();
    core.worker_finished.wait_for(lock, patience, [&core] {
        return std::ranges::all_of(core.retired, [](const auto& worker) { return worker->finished; });
    });
    bool all_finished = true;
    for (const auto& worker : std::exchange(core.retired, {})) {
        if (worker->finished) {
            worker->thread.join();  // never takes the lock again
        } else {
            all_finished = false;
            worker->thread.detach();
        }
    }
    lock.unlock();
    if (core.watchdog.joinable()) core.watchdog.join();
    core.outbox.close();
    lock.lock();
    core.all_joined = source_stopped && all_finished;
    return core.all_joined;
}

void ReaderRegistry::system_resumed() {
    {
        const std::lock_guard lock{core_->mutex};
        for (const auto& [id, worker] : core_->workers) {
            worker->slot.card_removed();
            core_->after_change(*worker);
        }
    }
    core_->outbox.deliver();
    core_->source->look_again();
}

std::vector<ReaderView> ReaderRegistry::readers() const {
    const std::lock_guard lock{core_->mutex};
    std::vector<ReaderView> views;
    views.reserve(core_->workers.size());
    for (const auto& [id, worker] : core_->workers) views.push_back(worker->slot.view());
    return views;
}

std::optional<ReaderView> ReaderRegistry::reader(std::string_view reader_id) const {
    const std::lock_guard lock{core_->mutex};
    const auto worker = core_->find(reader_id);
    if (!worker) return std::nullopt;
    return worker->slot.view();
}

ServiceState ReaderRegistry::service() const {
    const std::lock_guard lock{core_->mutex};
    return core_->service;
}

bool ReaderRegistry::busy(std::string_view reader_id) const {
    const std::lock_guard lock{core_->mutex};
    const auto worker = core_->find(reader_id);
    return worker && worker->slot.busy();
}

Subscription ReaderRegistry::subscribe(Subscription::Listener listener) {
    return core_->subscribers.add(std::move(listener));
}

Ticket ReaderRegistry::submit(std::string_view reader_id, std::string_view card_id, Job job) {
    std::unique_lock lock{core_->mutex};
    const auto worker = core_->find(reader_id);
    if (!worker) {
        const auto error = core_->stopping ? ErrorCode::cancelled : ErrorCode::reader_lost;
        lock.unlock();
        job.done(fail(error, 0, "queue"));
        return {};
    }
    const auto state = worker->slot.submit(card_id, std::move(job));
    core_->after_change(*worker);
    lock.unlock();
    core_->outbox.deliver();
    return Ticket{[core = std::weak_ptr{core_}, worker = std::weak_ptr{worker}, job = std::weak_ptr{state}] {
        const auto self = core.lock();
        const auto at = worker.lock();
        const auto cancelled = job.lock();
        if (!self || !at || !cancelled) return;
        {
            const std::lock_guard guard{self->mutex};
            at->slot.cancel(cancelled);
            self->after_change(*at);
        }
        self->outbox.deliver();
    }};
}

}  // namespace fivestar::daemon
