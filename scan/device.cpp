// SPDX-License-Identifier: Apache-2.0
#include "scan/device.hpp"

#include <cerrno>
#include <system_error>

namespace fivestar::scan {

DeviceFault device_fault(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
        case ENODEV:
        case ENXIO:
        case EIO:
            return {DeviceFault::Kind::missing, "is not there; waiting for it"};
        case EACCES:
        case EPERM:
            return {DeviceFault::Kind::refused,
                    "may not be opened by this user; fivestar-scan --udev-rules prints the rules that permit it"};
        case EBUSY:
        case EWOULDBLOCK:
            return {DeviceFault::Kind::held, "is held by another program"};
        default:
            return {DeviceFault::Kind::unsuitable, "cannot be used: " + std::generic_category().message(error)};
    }
}

}  // namespace fivestar::scan
