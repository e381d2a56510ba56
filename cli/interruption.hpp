// Ctrl-C, Ctrl-\, a hang-up and SIGTERM as something the program notices, so that it can leave the terminal as it was
// and the daemon without a read that nobody wants.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

namespace fivestar::cli {

class Interruption {
  public:
    /// Blocks the signals in this thread and those it will make, and waits for them in one of its own. Made before
    /// any other thread. A second signal ends the process.
    Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    ~Interruption();

    [[nodiscard]] bool happened() const;
    /// Readable from the moment of the first signal on.
    [[nodiscard]] int descriptor() const { return happened_; }
    /// True if the signal came before the time was up.
    [[nodiscard]] bool wait_for(std::chrono::milliseconds time) const;

    /// Calls `action` in the signals' thread when the first comes, at once if it has come, until `Call` goes.
    class Call {
      public:
        Call(Interruption& interruption, std::function<void()> action);
        Call(const Call&) = delete;
        Call& operator=(const Call&) = delete;
        ~Call();

      private:
        Interruption& interruption_;
    };

  private:
    void listen();

    int signals_ = -1;   // signalfd
    int stop_ = -1;      // eventfd: this object goes
    int happened_ = -1;  // eventfd
    std::mutex mutex_;
    std::function<void()> action_;
    std::thread thread_;
};

}  // namespace fivestar::cli
