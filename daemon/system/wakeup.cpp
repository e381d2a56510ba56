// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/wakeup.hpp"

#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace fivestar::daemon {

void Wakeup::notify() {
    notified_ = true;
    timer_.cancel();
}

boost::asio::awaitable<void> Wakeup::wait() {
    co_await wait_until(SteadyTime::max());
}

boost::asio::awaitable<bool> Wakeup::wait_until(SteadyTime deadline) {
    if (!notified_) {
        timer_.expires_at(deadline);
        boost::system::error_code cancelled;
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
    }
    co_return std::exchange(notified_, false);
}

}  // namespace fivestar::daemon
