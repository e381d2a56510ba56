// A thread for work whose result is wanted later, while whoever wants it waits for a card.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace fivestar::daemon {

class BackgroundWorker {
  public:
    BackgroundWorker();
    BackgroundWorker(const BackgroundWorker&) = delete;
    BackgroundWorker& operator=(const BackgroundWorker&) = delete;
    /// Waits for the work that is under way. What was not begun never is.
    ~BackgroundWorker();

    /// Work to be done when it comes to it, one after the other; it must not throw. From any thread. Nobody may depend
    /// on it: the thread gives way to all others.
    void post(std::function<void()> work);

  private:
    void run(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any posted_;
    std::deque<std::function<void()>> waiting_;
    std::jthread thread_;  // the last member: it uses the others
};

}  // namespace fivestar::daemon
