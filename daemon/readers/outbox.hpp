// SPDX-License-Identifier: Apache-2.0
// A queue of callbacks: posted under a lock, called in order without it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace fivestar::daemon {

class Outbox {
  public:
    /// Appends a call. Allowed under any lock.
    void post(std::function<void()> call);

    /// Makes the calls posted so far. If another thread is making calls, that thread makes these, too. Must be called
    /// without locks after every `post`.
    void deliver();

    /// Delivers the rest; later posts are discarded. Returns when no call runs, except one that closes.
    void close();

  private:
    std::mutex mutex_;
    std::condition_variable delivered_;
    std::deque<std::function<void()>> calls_;
    std::thread::id delivering_;
    bool closed_ = false;
};

}  // namespace fivestar::daemon
