// What a security module's failure means to the person at the counter.
#pragma once

#include <cstdint>
#include <string_view>

namespace fivestar::daemon {

/// A sentence, a literal, about SW3 of GA/T 467 (FF: the module did not answer); empty for a code that says nothing.
[[nodiscard]] std::string_view explain_module_code(std::uint8_t code);

}  // namespace fivestar::daemon
