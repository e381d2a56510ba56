// SPDX-License-Identifier: Apache-2.0
// fivestar-portrait as the daemon starts it, with plug-ins that behave and plug-ins that do not.
#pragma once

#include "daemon/portrait/confined_decoder.hpp"
#include "daemon/portrait/wlt_decoder.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace fivestar::daemon {

/// A picture of WLT whose first octet is this.
[[nodiscard]] Bytes picture(std::uint8_t first);

/// The plug-in of the test that behaves so.
[[nodiscard]] Descriptor plugin(const std::string& behaviour);

[[nodiscard]] Reason decode_with(const std::string& behaviour, identity::Portrait& portrait,
                                 std::chrono::milliseconds patience = std::chrono::seconds{30});

/// The read goes on with the portrait as it was.
void expect_untouched(const std::string& behaviour, Reason reason,
                      std::chrono::milliseconds patience = std::chrono::seconds{30});

}  // namespace fivestar::daemon
