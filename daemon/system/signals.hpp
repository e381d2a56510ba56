// SPDX-License-Identifier: Apache-2.0
// SIGHUP, SIGTERM and SIGINT as callbacks on the I/O thread.
#pragma once

#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace fivestar::daemon {

class Signals {
  public:
    /// `reload` is called for each SIGHUP, `stop` for each SIGTERM and SIGINT, from `context`, until destruction.
    Signals(boost::asio::io_context& context, std::function<void()> reload, std::function<void()> stop);

  private:
    void wait();

    boost::asio::signal_set signals_;
    std::function<void()> reload_;
    std::function<void()> stop_;
};

}  // namespace fivestar::daemon
