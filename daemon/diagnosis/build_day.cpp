// SPDX-License-Identifier: Apache-2.0
#include "daemon/diagnosis/build_day.hpp"

namespace fivestar::daemon {

WallTime build_day() {
    return WallTime{std::chrono::seconds{FIVESTAR_BUILT}};
}

}  // namespace fivestar::daemon
