// A deadline that moves with every request and hardly ever passes.
#pragma once

#include "crypto/base/clock.hpp"

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace fivestar::daemon {

/// Moving it later costs no timer operation: the timer that runs finds out when it fires. Used on the I/O thread only.
class MovingDeadline {
  public:
    /// `expired` runs once, when a deadline passes; `owner` is kept alive while a timer runs.
    MovingDeadline(const boost::asio::any_io_executor& executor, std::function<void()> expired)
        : timer_(executor), expired_(std::move(expired)) {}

    void set(SteadyTime due, const std::shared_ptr<void>& owner);
    void clear() { due_ = SteadyTime::max(); }
    /// Lets go of the owner.
    void stop();

  private:
    void wait(const std::shared_ptr<void>& owner);

    boost::asio::steady_timer timer_;
    std::function<void()> expired_;
    SteadyTime due_ = SteadyTime::max();
    SteadyTime fires_ = SteadyTime::max();
};

}  // namespace fivestar::daemon
