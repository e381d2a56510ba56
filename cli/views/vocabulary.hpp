// SPDX-License-Identifier: Apache-2.0
// The contract's codes as words for people.
#pragma once

#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <string_view>

namespace fivestar::cli {

/// "issuer_unknown" as "issuer unknown" or "签发者未知". An unknown code is the same in both languages: printable, with
/// spaces for underscores.
[[nodiscard]] PersonalText words(std::string_view code, Language language);

}  // namespace fivestar::cli
