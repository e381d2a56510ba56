// SPDX-License-Identifier: Apache-2.0
// Listeners, and the handle that ends their listening.
#pragma once

#include "daemon/readers/reader_view.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace fivestar::daemon {

/// While it lives, its listener is called. Destroying it waits for a call that is under way on another thread; it may
/// be destroyed by its own listener. Move-only, and may outlive what it subscribed to.
class Subscription {
  public:
    using Listener = std::function<void(const ReaderEvent&)>;

    Subscription() = default;
    Subscription(Subscription&& other) noexcept = default;
    Subscription& operator=(Subscription&& other) noexcept;
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription();

    /// Ends the listening before the handle does.
    void reset();

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

/// Those who listen, in the order they came.
class Subscribers {
  public:
    [[nodiscard]] Subscription add(Subscription::Listener listener);
    /// Calls each. Called by one thread at a time.
    void tell(const ReaderEvent& event);

  private:
    std::mutex mutex_;
    std::vector<std::weak_ptr<Subscription::Slot>> slots_;
};

}  // namespace fivestar::daemon
