// SPDX-License-Identifier: Apache-2.0
// The threads of a registry: one a reader, and the watchdog.
#include "crypto/base/stack.hpp"
#include "daemon/readers/card_identification.hpp"
#include "daemon/readers/registry_core.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::daemon {
namespace {

// Another program that holds the card exclusively says nothing when it lets go: ask again after this, while a job
// waits.
constexpr auto exclusive_retry = std::chrono::milliseconds{100};

}  // namespace

class RegistryCore::RunningJob final : public JobContext {
  public:
    RunningJob(RegistryCore& core, Worker& worker, JobState& job)
        : core_(core), worker_(worker), job_(job), stop_(job.stop.get_token()) {}
    const std::stop_token& stop() const override { return stop_; }
    bool after_denial() const override { return job_.after_denial; }
    bool extend(std::chrono::milliseconds by) override {
        const std::lock_guard lock{core_.mutex_};
        return worker_.slot.extend(job_, by);
    }

  private:
    RegistryCore& core_;
    Worker& worker_;
    JobState& job_;
    const std::stop_token stop_;
};

void RegistryCore::work(Worker& worker) {
    lock_stack();
    std::unique_lock lock{mutex_};
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
    worker_finished_.notify_all();
}

// These two are called and left with the lock held, and give it up around every call that may block.

void RegistryCore::do_job(Worker& worker, const std::shared_ptr<JobState>& job, std::unique_lock<std::mutex>& lock) {
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
        outbox_.deliver();
        *connection = nullptr;  // takes it down
        zeroize_unused_stack();
        lock.lock();
    }
    worker.slot.idle();
    after_change(worker);
    lock.unlock();
    outbox_.deliver();
    lock.lock();
}

void RegistryCore::run(Worker& worker, const std::shared_ptr<JobState>& job, apdu::CardConnection& connection,
                       std::unique_lock<std::mutex>& lock) {
    after_change(worker);
    lock.unlock();
    outbox_.deliver();
    if (job->identification) {
        const auto identification = identify(connection);
        lock.lock();
        worker.slot.identified(job, identification);
    } else {
        RunningJob context{*this, worker, *job};
        const auto outcome = job->job.work(connection, context);
        job->job.work = nullptr;
        lock.lock();
        worker.slot.finished(job, outcome);
    }
}

Result<std::unique_ptr<apdu::CardConnection>> RegistryCore::connect(Worker& worker, const JobState& job) {
    while (true) {
        auto connection = source_->connect(worker.id, job.at_end);
        if (connection || connection.error().code != ErrorCode::reader_busy) return connection;
        // The watchdog ends this: it settles the job at its deadline.
        std::unique_lock lock{mutex_};
        if (worker.wake.wait_for(lock, exclusive_retry, [&job] { return job.settled; })) return connection;
    }
}

void RegistryCore::watch() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        for (const auto& [id, worker] : workers_) {
            if (worker->slot.expire()) worker->wake.notify_all();
        }
        lock.unlock();
        outbox_.deliver();
        lock.lock();
        watched_ = SteadyTime::max();
        for (const auto& [id, worker] : workers_) watched_ = std::min(watched_, worker->slot.nearest_deadline());
        if (stopping_) break;
        if (watched_ == SteadyTime::max()) {
            deadline_set_.wait(lock);
        } else {
            deadline_set_.wait_until(lock, watched_);
        }
    }
}

}  // namespace fivestar::daemon
