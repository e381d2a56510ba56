// SPDX-License-Identifier: Apache-2.0
#include "driver/port_source.hpp"
#include "driver/serial_port.hpp"
#include "driver/usb_port.hpp"

namespace fivestar::driver {

std::unique_ptr<PortSource> make_port_source(const DeviceName& name, const Clock& clock) {
    if (const auto* serial = std::get_if<SerialName>(&name)) {
        return std::make_unique<SerialPortSource>(serial->path, clock);
    }
    return std::make_unique<UsbPortSource>(std::get<UsbName>(name));
}

}  // namespace fivestar::driver
