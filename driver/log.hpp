// Where the driver says what happened to its module: pcscd's log. Nothing of a card goes through here.
#pragma once

#include <functional>
#include <string>

namespace fivestar::driver {

enum class LogLevel { info, error };

using Log = std::function<void(LogLevel, const std::string&)>;

}  // namespace fivestar::driver
