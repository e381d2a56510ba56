// SPDX-License-Identifier: Apache-2.0
// udev rules that let the user of fivestar-scan, and nobody else, open the configured scanners.
#pragma once

#include "scan/configuration/configuration.hpp"

#include <string>

namespace fivestar::scan {

[[nodiscard]] std::string udev_rules(const Configuration& configuration);

}  // namespace fivestar::scan
