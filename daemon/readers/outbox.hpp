// SPDX-License-Identifier: Apache-2.0
// Calls to others, made in order and without our locks: what happens under a lock is posted, and delivered after it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace fivestar::daemon {

class Outbox {
  public:
    /// Appends a call. Cheap; allowed under any lock.
    void post(std::function<void()> call);

    /// Makes the calls posted so far, unless a thread is already at it: that one then makes these as well. To be
    /// called without locks after every `post`.
    void deliver();

    /// Delivers the rest and drops what is posted later. Returns when no call is under way (but one that closes).
    void close();

  private:
    std::mutex mutex_;
    std::condition_variable delivered_;
    std::deque<std::function<void()>> calls_;
    std::thread::id delivering_;
    bool closed_ = false;
};

}  // namespace fivestar::daemon
