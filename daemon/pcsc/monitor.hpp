// SPDX-License-Identifier: Apache-2.0
// Watches the service, its readers and their cards: one thread, which sleeps in SCardGetStatusChange until something
// happens. Only while the service is away does it wake by itself, to look for it.
#pragma once

#include "crypto/base/bytes.hpp"
#include "daemon/readers/reader_source.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace fivestar::daemon::pcsc {

struct MonitorTimes {
    /// Between two looks for the service: this, then twice that, and so on up to `longest_retry`.
    std::chrono::milliseconds first_retry{250};
    std::chrono::milliseconds longest_retry{2000};
    /// A reader that comes in the instant between the list of readers and the wait for changes of it is not seen by the
    /// wait. Readers come in groups, so the list is looked at once more this long after it last changed.
    std::chrono::milliseconds settle{1000};
    /// How long `stop` tries.
    std::chrono::milliseconds patience{2000};
};

class Monitor {
  public:
    /// Called from the monitor's thread. Readers are called by their PC/SC names. When the service goes its readers go
    /// with it, without a call for each.
    class Observer {
      public:
        Observer() = default;
        Observer(const Observer&) = delete;
        Observer& operator=(const Observer&) = delete;
        virtual ~Observer() = default;
        virtual void service_changed(ServiceState state) = 0;
        virtual void readers_added(const std::vector<std::string>& names) = 0;
        virtual void reader_removed(const std::string& name) = 0;
        virtual void card_inserted(const std::string& name, ByteView atr) = 0;  ///< empty ATR: a mute card
        virtual void card_removed(const std::string& name) = 0;
    };

    explicit Monitor(MonitorTimes times = {});
    Monitor(const Monitor&) = delete;
    Monitor& operator=(const Monitor&) = delete;
    ~Monitor();  ///< stops

    void start(std::shared_ptr<Observer> observer);
    /// Until the observer has been told what was there at the start, or that there is no service; `patience` at most.
    void await_first_look(std::chrono::milliseconds patience);
    /// Ends the thread. False: it is stuck in a call to the service, and left to itself.
    bool stop();

  private:
    class Watch;
    const MonitorTimes times_;
    std::shared_ptr<Watch> watch_;
    std::thread thread_;
};

}  // namespace fivestar::daemon::pcsc
