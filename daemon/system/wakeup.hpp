// SPDX-License-Identifier: Apache-2.0
// A coroutine waits until it is notified or a deadline has passed.
#pragma once

#include "crypto/base/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace fivestar::daemon {

/// Used on the I/O thread only; a worker thread posts its `notify` to the executor. One coroutine waits at a time.
class Wakeup {
  public:
    explicit Wakeup(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    /// Ends the present wait, or the next one if nobody waits now.
    void notify();

    /// Returns at the next `notify`.
    [[nodiscard]] boost::asio::awaitable<void> wait();
    /// Returns at the next `notify` (true) or at `deadline` (false).
    [[nodiscard]] boost::asio::awaitable<bool> wait_until(SteadyTime deadline);

  private:
    boost::asio::steady_timer timer_;
    bool notified_ = false;
};

}  // namespace fivestar::daemon
