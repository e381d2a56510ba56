// SPDX-License-Identifier: Apache-2.0
// The answer of GET /v1/trust as text.
#pragma once

#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// Anchors by country, then master lists, revocation lists and skipped entries.
[[nodiscard]] PersonalText trust_text(const boost::json::value& answer, Language language);

}  // namespace fivestar::cli
