// What a module reports, as the ISO 7816-4 status word that says about the same. The module's own code stays readable
// by `FF CA F1 00`.
#pragma once

#include "samv/status.hpp"

#include <cstdint>

namespace fivestar::driver {

/// Of a status that is no success.
[[nodiscard]] std::uint16_t status_word_of(samv::Status status);

}  // namespace fivestar::driver
