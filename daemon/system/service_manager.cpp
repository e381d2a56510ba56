// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/service_manager.hpp"

#include <cstdint>
#include <ctime>

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

namespace fivestar::daemon {

ServiceManager::ServiceManager() {
    std::uint64_t interval = 0;
    if (::sd_watchdog_enabled(1, &interval) > 0) alive_interval_ = std::chrono::microseconds{interval / 2};
    passed_sockets_ = ::sd_listen_fds(1);
}

void ServiceManager::ready() const {
    notify("READY=1");
}

void ServiceManager::reloading() const {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    notify(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", now.tv_sec * 1'000'000 + now.tv_nsec / 1000));
}

void ServiceManager::stopping() const {
    notify("STOPPING=1");
}

void ServiceManager::alive() const {
    notify("WATCHDOG=1");
}

std::expected<std::optional<int>, std::string> ServiceManager::passed_socket() const {
    if (passed_sockets_ > 1) return std::unexpected{fmt::format("{} sockets were passed, not one", passed_sockets_)};
    if (passed_sockets_ < 0) return std::unexpected{std::string{"the passed socket cannot be taken over"}};
    if (passed_sockets_ == 0) return std::optional<int>{};
    return SD_LISTEN_FDS_START;
}

void ServiceManager::notify(const std::string& state) {
    // If this fails the daemon goes on; systemd has time-outs of its own.
    static_cast<void>(::sd_notify(0, state.c_str()));
}

}  // namespace fivestar::daemon
