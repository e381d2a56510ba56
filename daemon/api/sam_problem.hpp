// What a security module's failure means to the person at the counter.
#pragma once

#include "crypto/base/phrase.hpp"

#include <cstdint>

namespace fivestar::daemon {

/// A sentence about SW3 of GA/T 467 (FF: the module did not answer); empty for a code that says nothing.
[[nodiscard]] Phrase explain_module_code(std::uint8_t code);

}  // namespace fivestar::daemon
