// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/suspend_watch.hpp"

#include <cstdint>
#include <limits>
#include <sys/timerfd.h>
#include <unistd.h>
#include <utility>

#include <boost/system/error_code.hpp>

namespace fivestar::daemon {
namespace {

/// Sets the timer to a time that never comes. It becomes readable when the real-time clock jumps against the monotonic
/// one: when it is set, and when the machine resumes (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET).
void arm(int timer) {
    const itimerspec never{.it_interval = {}, .it_value = {.tv_sec = std::numeric_limits<time_t>::max(), .tv_nsec = 0}};
    ::timerfd_settime(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr);
}

}  // namespace

SuspendWatch::SuspendWatch(const boost::asio::any_io_executor& executor, const Clock& clock, Resumed resumed)
    : timer_{executor}, meter_{clock}, resumed_{std::move(resumed)} {
    const int timer = ::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    boost::system::error_code refused;
    if (timer < 0) return;
    timer_.assign(timer, refused);
    if (refused) {
        ::close(timer);
        return;
    }
    arm(timer);
    wait();
}

void SuspendWatch::check() {
    const auto suspended = meter_.take();
    if (suspended > std::chrono::nanoseconds{0}) resumed_(suspended);
}

void SuspendWatch::wait() {
    timer_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](const boost::system::error_code& error) {
        if (error) return;
        std::uint64_t expirations = 0;
        const ssize_t got = ::read(timer_.native_handle(), &expirations, sizeof expirations);
        if (got < 0) arm(timer_.native_handle());  // ECANCELED, by the jump
        check();
        wait();
    });
}

}  // namespace fivestar::daemon
