// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/outbox.hpp"

#include <utility>

namespace fivestar::daemon {

void Outbox::post(std::function<void()> call) {
    const std::lock_guard lock{mutex_};
    if (!closed_) calls_.push_back(std::move(call));
}

void Outbox::deliver() {
    std::unique_lock lock{mutex_};
    if (delivering_ != std::thread::id{}) return;
    delivering_ = std::this_thread::get_id();
    while (!calls_.empty()) {
        const auto call = std::move(calls_.front());
        calls_.pop_front();
        lock.unlock();
        call();
        lock.lock();
    }
    delivering_ = {};
    delivered_.notify_all();
}

void Outbox::close() {
    deliver();
    std::unique_lock lock{mutex_};
    delivered_.wait(lock,
                    [this] { return delivering_ == std::thread::id{} || delivering_ == std::this_thread::get_id(); });
    closed_ = true;
}

}  // namespace fivestar::daemon
