// The contract's codes as words for the person at the terminal.
#pragma once

#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <string_view>

namespace fivestar::cli {

/// "issuer_unknown" as "issuer unknown" or "签发者未知". A code of a later daemon, or none at all, reads in Chinese as
/// it does in English: printable, with blanks for underscores.
[[nodiscard]] PersonalText words(std::string_view code, Language language);

}  // namespace fivestar::cli
