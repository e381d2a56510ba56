#include "daemon/http/moving_deadline.hpp"

#include <utility>

namespace fivestar::daemon {

void MovingDeadline::set(SteadyTime due, const std::shared_ptr<void>& owner) {
    due_ = due;
    if (due < fires_) wait(owner);
}

void MovingDeadline::stop() {
    clear();
    timer_.cancel();
}

void MovingDeadline::wait(const std::shared_ptr<void>& owner) {
    fires_ = due_;
    timer_.expires_at(fires_);  // cancels a wait for a later time
    timer_.async_wait([this, owner](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        fires_ = SteadyTime::max();
        if (due_ == SteadyTime::max()) return;
        if (due_ > std::chrono::steady_clock::now()) return wait(owner);
        expired_();
    });
}

}  // namespace fivestar::daemon
