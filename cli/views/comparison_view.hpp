// An answer of match or cross-check, for a person and for a script.
#pragma once

#include "cli/exit_code.hpp"
#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// One row a field: its path, the result, the reason in words.
[[nodiscard]] PersonalText comparison_text(const boost::json::value& answer, Language language);

/// `done` if all are the same, `not_genuine` if any differs, else `unverified`.
[[nodiscard]] ExitCode exit_code_of_comparison(const boost::json::value& answer);

}  // namespace fivestar::cli
