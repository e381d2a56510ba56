// SPDX-License-Identifier: Apache-2.0
// Loads the readings of Chinese characters outside of the I/O thread, at the first comparison that needs them: it takes
// 150 ms, and memory that most daemons never need.
#pragma once

#include <functional>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// Used on the I/O thread only.
class PinyinLoader {
  public:
    /// `load` blocks, and runs on `background`, which must outlive the io_context's run. It may run more than once.
    PinyinLoader(boost::asio::any_io_executor background, std::function<void()> load);

    /// Returns when the readings are loaded; at once after the first time.
    [[nodiscard]] boost::asio::awaitable<void> loaded();

  private:
    const boost::asio::any_io_executor background_;
    const std::function<void()> load_;
    bool is_loaded_ = false;
};

}  // namespace fivestar::daemon
