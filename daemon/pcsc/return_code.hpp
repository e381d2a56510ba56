// SPDX-License-Identifier: Apache-2.0
// What a PC/SC return code means to the rest of the house.
#pragma once

#include "crypto/base/error.hpp"

#include <string_view>

namespace fivestar::daemon::pcsc {

/// The error that `code`, a return code of PC/SC other than success, stands for. Codes without a meaning of their own
/// are `transport_failure`.
[[nodiscard]] Error error_of(long code, std::string_view step);

/// The same for calls that speak to the service alone: where a broken connection can only be the one to the service.
[[nodiscard]] Error service_error_of(long code, std::string_view step);

}  // namespace fivestar::daemon::pcsc
