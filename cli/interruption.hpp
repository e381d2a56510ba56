// SPDX-License-Identifier: Apache-2.0
// Handles SIGINT, SIGQUIT, SIGHUP and SIGTERM, so that the program can restore the terminal and cancel its request.
#pragma once

#include "crypto/base/descriptor.hpp"

#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

namespace fivestar::cli {

class Interruption {
  public:
    /// Blocks the signals in this thread and in the threads that it starts later, and waits for them in a thread of its
    /// own. Must be constructed before any other thread. A second signal ends the process.
    Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    ~Interruption();

    [[nodiscard]] bool happened() const;
    /// A descriptor that is readable from the first signal on.
    [[nodiscard]] int descriptor() const { return happened_.number(); }
    /// Waits; true if a signal came before the time was over.
    [[nodiscard]] bool wait_for(std::chrono::milliseconds time) const;

    /// Calls `action` in the signals' thread at the first signal, or at once if it has come. Ends with its destructor.
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

    Descriptor signals_;   // signalfd
    Descriptor stop_;      // eventfd: ends the thread
    Descriptor happened_;  // eventfd: a signal came
    std::mutex mutex_;
    std::function<void()> action_;
    std::thread thread_;
};

}  // namespace fivestar::cli
