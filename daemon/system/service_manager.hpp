// SPDX-License-Identifier: Apache-2.0
// The interface to systemd (sd_notify(3), sd_watchdog_enabled(3), sd_listen_fds(3)). Without systemd every call does
// nothing.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>

namespace fivestar::daemon {

class ServiceManager {
  public:
    /// Reads the settings of watchdog and sockets from the environment and removes them, so that no child uses them.
    /// Must be called before other threads exist.
    ServiceManager();

    void ready() const;      ///< READY=1, also after a reload
    void reloading() const;  ///< RELOADING=1 with MONOTONIC_USEC
    void stopping() const;   ///< STOPPING=1
    void alive() const;      ///< WATCHDOG=1

    /// Returns the interval at which `alive` should be called: half of WATCHDOG_USEC; nothing without a watchdog.
    [[nodiscard]] std::optional<std::chrono::microseconds> alive_interval() const { return alive_interval_; }

    /// Returns the descriptor of the socket unit; nothing without one. The error is a sentence for the log.
    [[nodiscard]] std::expected<std::optional<int>, std::string> passed_socket() const;

  private:
    static void notify(const std::string& state);

    std::optional<std::chrono::microseconds> alive_interval_;
    int passed_sockets_ = 0;
};

}  // namespace fivestar::daemon
