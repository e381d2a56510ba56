// SPDX-License-Identifier: Apache-2.0
// Notices that the machine was suspended and resumed. Needs no right (docs/decisions/0012-suspend-without-rights.md).
#pragma once

#include "crypto/base/suspension.hpp"

#include <chrono>
#include <functional>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace fivestar::daemon {

/// Used on the I/O thread only. The executor must have stopped when the watch is destroyed.
class SuspendWatch {
  public:
    using Resumed = std::function<void(std::chrono::nanoseconds suspended)>;

    /// Calls `resumed` on the executor after each resumption. `clock` must outlive the watch. Where the kernel gives no
    /// timer, only `check` notices.
    SuspendWatch(const boost::asio::any_io_executor& executor, const Clock& clock, Resumed resumed);

    /// Calls `resumed` now if the machine was suspended since the last call.
    void check();

  private:
    void wait();

    boost::asio::posix::stream_descriptor timer_;
    SuspensionMeter meter_;
    const Resumed resumed_;
};

}  // namespace fivestar::daemon
