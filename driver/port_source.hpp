// SPDX-License-Identifier: Apache-2.0
// Opens the port of a reader repeatedly: an adapter can be unplugged and plugged in at any time.
#pragma once

#include "crypto/base/error.hpp"
#include "driver/interruption.hpp"
#include "samv/port.hpp"

#include <memory>

namespace fivestar::driver {

class PortSource {
  public:
    PortSource() = default;
    PortSource(const PortSource&) = delete;
    PortSource& operator=(const PortSource&) = delete;
    virtual ~PortSource() = default;

    /// Opens the port. Its waits return `cancelled` after `interruption.request()`; `interruption` must outlive the
    /// port. Errors: `reader_lost` if there is no such device, `deadline_exceeded` if no module answers, `io_failure`
    /// if the device cannot be used.
    virtual Result<std::unique_ptr<samv::Port>> open(const Interruption& interruption) = 0;
};

}  // namespace fivestar::driver
