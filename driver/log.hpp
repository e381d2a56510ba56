// SPDX-License-Identifier: Apache-2.0
// Log messages about the module for pcscd's log. They never contain card data.
#pragma once

#include <functional>
#include <string>

namespace fivestar::driver {

enum class LogLevel { info, error };

using Log = std::function<void(LogLevel, const std::string&)>;

}  // namespace fivestar::driver
