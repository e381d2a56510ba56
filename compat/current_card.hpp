// SPDX-License-Identifier: Apache-2.0
// The state of interfaces that name a port once, and hand out what they read by further calls.
#pragma once

#include "compat/daemon_link.hpp"

#include <memory>
#include <mutex>

namespace fivestar::compat {

/// The port that was opened, and the last read. Any thread may call.
class CurrentCard {
  public:
    CurrentCard() = default;
    CurrentCard(const CurrentCard&) = delete;
    CurrentCard& operator=(const CurrentCard&) = delete;
    ~CurrentCard() = default;

    /// 0 if none is open.
    [[nodiscard]] int port() const;
    /// Names the port, 0 for none, and forgets the last read.
    void use(int port);

    /// The same card may be found again although it was not lifted.
    void allow_repeats(bool are_allowed);
    [[nodiscard]] bool are_repeats_allowed() const;

    /// Nothing if no card was read since the last search for one.
    [[nodiscard]] std::shared_ptr<const BaseMessage> message() const;
    void keep(std::shared_ptr<const BaseMessage> message);

    // For fork(2): nothing is locked in the child.
    void before_fork() { mutex_.lock(); }
    void after_fork() { mutex_.unlock(); }

  private:
    mutable std::mutex mutex_;  // guards all members; never held while the daemon is asked
    int port_ = 0;
    bool are_repeats_allowed_ = false;
    std::shared_ptr<const BaseMessage> message_;
};

}  // namespace fivestar::compat
