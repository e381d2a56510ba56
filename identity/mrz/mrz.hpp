// SPDX-License-Identifier: Apache-2.0
// The machine-readable zone of ICAO Doc 9303-3 to -7: TD1 (3 lines of 30), TD2 (2 of 36), TD3 (2 of 44) and the visas
// of the latter two sizes, from the octets of DG1 or from printed lines.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/sex.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::identity {

/// The fields without fillers at their ends; fillers inside become blanks.
struct Mrz {
    std::vector<PersonalText> lines = {};
    PersonalText document_code = {};    ///< one or two letters
    PersonalText issuing_state = {};    ///< Doc 9303-3 code, `D<<` as `D`
    PersonalText document_number = {};  ///< joined when TD1 or TD2 continue it in the optional data
    PersonalText printed_number = {};   ///< the same with its fillers, as access keys need it
    PersonalText primary = {};          ///< primary identifier
    PersonalText secondary = {};
    bool truncated = false;  ///< the name field is full, so something may be missing
    PersonalText nationality = {};
    Sex sex = Sex::unknown;
    std::optional<std::chrono::year_month_day> birth_date = {};
    PersonalText birth_date_printed = {};  ///< six characters, fillers kept
    std::optional<std::chrono::year_month_day> expiry_date = {};
    PersonalText expiry_date_printed = {};
    std::vector<Reason> faults = {};  ///< check digits and `mrz_…`; none keeps the rest from being read
};

/// Parses a zone of 72, 88 or 90 characters. White space is skipped and lower case read as upper case, since people
/// type zones. `malformed` for another length, or a character other than A to Z, 0 to 9 and `<`.
[[nodiscard]] Result<Mrz> parse_mrz(std::string_view text, std::chrono::year_month_day today);

/// Parses a document's zone, in UTF-8 or ISO 8859-1. Zeros behind it are ignored. A character that no zone has (hyphen,
/// apostrophe, É) counts as a filler, but stays in names and lines. Both are the fault `mrz_character`. `malformed` for
/// another length.
[[nodiscard]] Result<Mrz> parse_document_mrz(ByteView octets, std::chrono::year_month_day today);

}  // namespace fivestar::identity
