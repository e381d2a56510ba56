// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/signals.hpp"

#include <csignal>
#include <utility>

namespace fivestar::daemon {

Signals::Signals(boost::asio::io_context& context, std::function<void()> reload, std::function<void()> stop)
    : signals_(context, SIGHUP, SIGTERM, SIGINT), reload_(std::move(reload)), stop_(std::move(stop)) {
    wait();
}

void Signals::wait() {
    signals_.async_wait([this](const boost::system::error_code& error, int signal) {
        if (error) return;  // the set was destroyed
        if (signal == SIGHUP) {
            reload_();
        } else {
            stop_();
        }
        wait();
    });
}

}  // namespace fivestar::daemon
