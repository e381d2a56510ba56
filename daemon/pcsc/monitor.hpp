// SPDX-License-Identifier: Apache-2.0
// Watches the service, its readers and their cards on one thread, which sleeps in SCardGetStatusChange until something
// changes. It polls only while the service is not available.
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
    /// The first interval between two attempts to reach the service. It doubles each time, up to `longest_retry`.
    std::chrono::milliseconds first_retry{250};
    std::chrono::milliseconds longest_retry{2000};
    /// A wait does not report a reader that was added between the call for the list of readers and the wait. Readers
    /// come in groups, so the list is read once more this long after it last changed.
    std::chrono::milliseconds settle{1000};
    /// The limit of `stop`.
    std::chrono::milliseconds patience{2000};
};

class Monitor {
  public:
    /// Called on the monitor's thread, with the PC/SC names of readers. The loss of the service removes all readers
    /// without further calls.
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
    /// Waits, at most `patience`, until the observer knows the readers present at the start, or that there is no
    /// service.
    void await_first_look(std::chrono::milliseconds patience);
    /// Reports all cards as removed, and those that the service still sees as inserted. Returns before that.
    void look_again();
    /// Ends the thread. False: it is stuck in a call to the service, and was detached.
    bool stop();

  private:
    class Watch;
    const MonitorTimes times_;
    std::shared_ptr<Watch> watch_;
    std::thread thread_;
};

}  // namespace fivestar::daemon::pcsc
