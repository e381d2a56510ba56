// Where a reader's port comes from, again and again: an adapter may be pulled out and plugged in at any time.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "driver/device_name.hpp"
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

    /// Opens the port, whose waits end with `cancelled` once `interruption` is requested; it must outlive the port.
    /// `reader_lost` where there is no such device, `deadline_exceeded` where nothing answers there, `io_failure`
    /// where it cannot be used.
    virtual Result<std::unique_ptr<samv::Port>> open(const Interruption& interruption) = 0;
};

/// The source for a port of this name. `clock` must outlive it.
[[nodiscard]] std::unique_ptr<PortSource> make_port_source(const DeviceName& name, const Clock& clock);

}  // namespace fivestar::driver
