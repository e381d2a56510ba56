// SPDX-License-Identifier: Apache-2.0
// An answer of POST /v1/read as text.
#pragma once

#include "cli/exit_code.hpp"
#include "cli/views/sheet.hpp"
#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// Document, holder, number, portrait, each check with outcome and reason, and the verdict. Members that are null or
/// missing have no row.
[[nodiscard]] PersonalText record_text(const boost::json::value& answer, Language language,
                                       Colour colour = Colour::none);

/// Appends the checks of `/verification/checks` as a table under a heading.
void append_checks(Sheet& sheet, const boost::json::value& answer);

/// An answer of POST /v1/number: the masked number, its parts and faults.
[[nodiscard]] PersonalText number_text(const boost::json::value& answer, Language language);

/// The exit code of the verdict; `unverified` if there is none.
[[nodiscard]] ExitCode exit_code_of(const boost::json::value& answer);

}  // namespace fivestar::cli
