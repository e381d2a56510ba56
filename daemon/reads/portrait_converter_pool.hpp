// Converts portraits while the I/O thread goes on: threads of its own wait for the confined process.
#pragma once

#include "daemon/portrait/portrait_converter.hpp"
#include "daemon/reads/finished_read.hpp"

#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

namespace fivestar::daemon {

class PortraitConverterPool {
  public:
    explicit PortraitConverterPool(PortraitConverter converter);
    PortraitConverterPool(const PortraitConverterPool&) = delete;
    PortraitConverterPool& operator=(const PortraitConverterPool&) = delete;
    /// Waits for conversions under way: each ends by its own deadline.
    ~PortraitConverterPool();

    /// The portrait of `read`, which must have one, as `PortraitConverter::convert` makes it. The read is kept
    /// alive meanwhile; `to` is one of `picture_formats`.
    [[nodiscard]] boost::asio::awaitable<Result<PersonalBytes>> convert(std::shared_ptr<const FinishedRead> read,
                                                                        std::string_view to);

  private:
    const PortraitConverter converter_;
    boost::asio::thread_pool threads_;
};

}  // namespace fivestar::daemon
