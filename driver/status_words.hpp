// SPDX-License-Identifier: Apache-2.0
// Maps a module's status to an ISO 7816-4 status word. `FF CA F1 00` returns the module's own code.
#pragma once

#include "samv/status.hpp"

#include <cstdint>

namespace fivestar::driver {

/// For a status other than success.
[[nodiscard]] std::uint16_t status_word_of(samv::Status status);

}  // namespace fivestar::driver
