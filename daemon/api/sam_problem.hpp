// SPDX-License-Identifier: Apache-2.0
// Explains failures of a security module to the person at the counter.
#pragma once

#include "crypto/base/phrase.hpp"

#include <cstdint>

namespace fivestar::daemon {

/// Returns a sentence about SW3 of GA/T 467 (FF: the module did not answer); empty for an unknown code.
[[nodiscard]] Phrase explain_module_code(std::uint8_t code);

}  // namespace fivestar::daemon
