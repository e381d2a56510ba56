// SPDX-License-Identifier: Apache-2.0
// Subscribers to events of readers.
#pragma once

#include "daemon/readers/reader_view.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace fivestar::daemon {

/// A handle: the listener is called while it lives. Destroying it waits for a call that runs on another thread; its own
/// listener may destroy it. May outlive the `Subscribers`.
class Subscription {
  public:
    using Listener = std::function<void(const ReaderEvent&)>;

    Subscription(Subscription&& other) noexcept = default;
    Subscription& operator=(Subscription&&) = delete;
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription();

  private:
    friend class Subscribers;
    struct Slot {
        explicit Slot(Listener called) : listener(std::move(called)) {}
        std::recursive_mutex calling;  // recursive: a listener may drop its own subscription
        bool live = true;
        const Listener listener;
    };
    explicit Subscription(std::shared_ptr<Slot> slot) : slot_(std::move(slot)) {}

    std::shared_ptr<Slot> slot_;
};

/// The listeners, in the order of subscription.
class Subscribers {
  public:
    [[nodiscard]] Subscription add(Subscription::Listener listener);
    /// Calls each listener. One thread at a time.
    void tell(const ReaderEvent& event);

  private:
    std::mutex mutex_;
    std::vector<std::weak_ptr<Subscription::Slot>> slots_;
};

}  // namespace fivestar::daemon
