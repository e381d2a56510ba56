// SPDX-License-Identifier: Apache-2.0
// The text and exit code of an answer of match or cross-check.
#pragma once

#include "cli/exit_code.hpp"
#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// One row per field: path, result, reason.
[[nodiscard]] PersonalText comparison_text(const boost::json::value& answer, Language language);

/// `done` if all fields are the same, `not_genuine` if any differs, else `unverified`.
[[nodiscard]] ExitCode exit_code_of_comparison(const boost::json::value& answer);

}  // namespace fivestar::cli
