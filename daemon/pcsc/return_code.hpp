// SPDX-License-Identifier: Apache-2.0
// Errors for the return codes of PC/SC.
#pragma once

#include "crypto/base/error.hpp"

#include <string_view>

namespace fivestar::daemon::pcsc {

/// Returns the error for `code`, a return code of PC/SC other than success; `transport_failure` for codes that the
/// table does not have.
[[nodiscard]] Error error_of(long code, std::string_view step);

/// The same for calls to the service alone: a `transport_failure` is then `service_lost`.
[[nodiscard]] Error service_error_of(long code, std::string_view step);

}  // namespace fivestar::daemon::pcsc
