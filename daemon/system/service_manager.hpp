// SPDX-License-Identifier: Apache-2.0
// What systemd and the daemon tell each other (sd_notify(3), sd_watchdog_enabled(3), sd_listen_fds(3)). Without systemd
// every call does nothing.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>

namespace fivestar::daemon {

class ServiceManager {
  public:
    /// Reads what systemd asked of this process from the environment. To be called before other threads exist: the
    /// variables of watchdog and sockets are removed, so that no child takes them for its own.
    ServiceManager();

    void ready() const;      ///< READY=1, also after a reload
    void reloading() const;  ///< RELOADING=1 with MONOTONIC_USEC
    void stopping() const;   ///< STOPPING=1
    void alive() const;      ///< WATCHDOG=1

    /// How often `alive` is expected of us: half of WATCHDOG_USEC; nothing if nobody watches.
    [[nodiscard]] std::optional<std::chrono::microseconds> alive_interval() const { return alive_interval_; }

    /// The descriptor of the socket unit, or nothing without one. The error: more than one was passed.
    [[nodiscard]] std::expected<std::optional<int>, std::string> passed_socket() const;

  private:
    static void notify(const std::string& state);

    std::optional<std::chrono::microseconds> alive_interval_;
    int passed_sockets_ = 0;
};

}  // namespace fivestar::daemon
