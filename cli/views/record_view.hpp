// An answer of POST /v1/read as a person at a counter reads it.
#pragma once

#include "cli/exit_code.hpp"
#include "cli/views/sheet.hpp"
#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// Document, holder, number, portrait, each check with its outcome and reason, and the verdict. What the card does not
/// have or the client is not granted takes no line.
[[nodiscard]] PersonalText record_text(const boost::json::value& answer, Language language);

/// The checks below `/verification/checks` of an answer, as a table under a heading.
void append_checks(Sheet& sheet, const boost::json::value& answer);

/// An answer of POST /v1/number: the masked number, its parts and faults.
[[nodiscard]] PersonalText number_text(const boost::json::value& answer, Language language);

/// What the verdict means to a script; `unverified` where the client is not granted to see one.
[[nodiscard]] ExitCode exit_code_of(const boost::json::value& answer);

}  // namespace fivestar::cli
