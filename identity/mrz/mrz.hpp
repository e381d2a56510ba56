// SPDX-License-Identifier: Apache-2.0
// The machine-readable zones of ICAO Doc 9303-3 to -7, TD1 (3 lines of 30), TD2 (2 of 36), TD3 (2 of 44) and the visas
// of the latter two sizes, and those of China's travel permits: one line of 30 (CS, CD) and three (CR, CF, CT). From
// the octets of DG1 or from printed lines.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/enum_names.hpp"
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

enum class MrzForm : std::uint8_t { td1, td2, td3, permit };
inline constexpr EnumNames<MrzForm::permit> mrz_form_names("td1", "td2", "td3", "permit");
[[nodiscard]] constexpr std::string_view to_string(MrzForm form) {
    return mrz_form_names[form];
}

/// The fields without fillers at their ends; fillers inside become blanks.
struct Mrz {
    MrzForm form = MrzForm::td3;
    std::vector<PersonalText> lines = {};
    PersonalText document_code = {};    ///< one or two letters
    PersonalText issuing_state = {};    ///< Doc 9303-3 code, `D<<` as `D`; `CHN` for permits, which do not print it
    PersonalText document_number = {};  ///< joined when TD1 or TD2 continue it in the optional data
    PersonalText printed_number = {};   ///< the same with its fillers, as access keys need it
    PersonalText primary = {};          ///< primary identifier
    PersonalText secondary = {};
    bool truncated = false;  ///< the name field is full or says that parts are left out
    PersonalText nationality = {};
    Sex sex = Sex::unknown;
    std::optional<std::chrono::year_month_day> birth_date = {};
    PersonalText birth_date_printed = {};  ///< six characters, fillers kept
    std::optional<std::chrono::year_month_day> expiry_date = {};
    PersonalText expiry_date_printed = {};
    bool birth_century_printed = false;  ///< `birth_date` is of the century that the zone states
    // Zones of China only.
    std::optional<PersonalText> chinese_name = {};
    std::optional<unsigned> chinese_omitted = {};  ///< characters left out of `chinese_name`; absent if it is not told
    bool chinese_truncated = false;                ///< some are left out, or may be: the field is full
    PersonalText issue_count = {};
    PersonalText personal_number = {};  ///< of the identity card at home
    PersonalText birth_place = {};      ///< a code of three characters
    PersonalText issuing_place = {};    ///< GB/T 2260, four digits
    std::vector<Reason> faults = {};    ///< check digits and `mrz_…`; none keeps the rest from being read
};

/// Parses a zone of 30, 72, 88 or 90 characters. White space is skipped and lower case read as upper case, since people
/// type zones. `malformed` for another length, or a character other than A to Z, 0 to 9 and `<`.
[[nodiscard]] Result<Mrz> parse_mrz(std::string_view text, std::chrono::year_month_day today);

/// Parses a document's zone, in UTF-8 or ISO 8859-1. Zeros behind it are ignored. A character that no zone has (hyphen,
/// apostrophe, É) counts as a filler, but stays in names and lines. Both are the fault `mrz_character`. `malformed` for
/// another length.
[[nodiscard]] Result<Mrz> parse_document_mrz(ByteView octets, std::chrono::year_month_day today);

}  // namespace fivestar::identity
