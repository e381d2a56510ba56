#include "daemon/reading/background_worker.hpp"

#include "crypto/base/stack.hpp"

#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace fivestar::daemon {
namespace {

/// Below the PC/SC service and the readers' threads: on a machine of two cores these would otherwise wait for this
/// work, and a card for them, as long as it takes. Refused, it is only slower.
constexpr int niceness = 10;

}  // namespace

BackgroundWorker::BackgroundWorker() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

BackgroundWorker::~BackgroundWorker() = default;

void BackgroundWorker::post(std::function<void()> work) {
    {
        const std::scoped_lock lock{mutex_};
        waiting_.push_back(std::move(work));
    }
    posted_.notify_one();
}

void BackgroundWorker::run(const std::stop_token& stop) {
    lock_stack();
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness));
    std::unique_lock lock{mutex_};
    while (posted_.wait(lock, stop, [this] { return !waiting_.empty(); }) && !stop.stop_requested()) {
        const auto work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        work();
        zeroize_unused_stack();
        lock.lock();
    }
}

}  // namespace fivestar::daemon
