// SPDX-License-Identifier: Apache-2.0
// Converts portraits on threads of its own, which wait for the confined process.
#pragma once

#include "daemon/portrait/portrait_converter.hpp"
#include "daemon/reads/finished_read.hpp"

#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

namespace fivestar::daemon {

class PortraitConverterPool {
  public:
    explicit PortraitConverterPool(PortraitConverter converter);
    PortraitConverterPool(const PortraitConverterPool&) = delete;
    PortraitConverterPool& operator=(const PortraitConverterPool&) = delete;
    /// Waits for running conversions; each has a deadline of its own.
    ~PortraitConverterPool();

    /// Converts the portrait of `read`, which must have one, with `PortraitConverter::convert`. Keeps the read alive
    /// meanwhile.
    [[nodiscard]] boost::asio::awaitable<Result<PersonalBytes>> convert(std::shared_ptr<const FinishedRead> read,
                                                                        PictureFormat to);

    /// Runs other work that must not block the I/O thread on these threads.
    [[nodiscard]] boost::asio::any_io_executor executor() { return threads_.get_executor(); }

  private:
    const PortraitConverter converter_;
    boost::asio::thread_pool threads_;
};

}  // namespace fivestar::daemon
