// The answer about what is trusted, for a person.
#pragma once

#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// Of GET /v1/trust: anchors by country, then master lists, revocation lists and what was skipped.
[[nodiscard]] PersonalText trust_text(const boost::json::value& answer, Language language);

}  // namespace fivestar::cli
