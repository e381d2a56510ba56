// SPDX-License-Identifier: Apache-2.0
// Compares two records field by field: of two documents of one traveller, or of a booking and a document.
#pragma once

#include "identity/date.hpp"
#include "identity/matching/comparison.hpp"
#include "identity/record.hpp"

#include <cstdint>
#include <string_view>

namespace fivestar::identity {

enum class ComparedField : std::uint8_t {
    names,
    latin_name,
    chinese_name,
    sex,
    birth_date,
    nationality,
    personal_number,
    number,
    travel_permit_number,
    issuing_state,
    valid_from,
    valid_until,
    currently_valid,
};
inline constexpr EnumNames<ComparedField::currently_valid> compared_paths(
    "holder.names", "holder.names.latin", "holder.names.chinese", "holder.sex", "holder.birth_date",
    "holder.nationality", "holder.personal_number", "document.number", "document.travel_permit_number",
    "document.issuing_state", "document.valid_from", "document.valid_until", "document.currently_valid");

/// Returns the field's path in a record, `holder.names`.
[[nodiscard]] constexpr std::string_view path_of(ComparedField field) {
    return compared_paths[field];
}

/// Compares one field of two records; of a booking only the members that it tells need be filled. Neither is preferred:
/// the result is the same the other way round. Always `not_comparable`, `no_value` where one has none. Beyond what
/// compare_names says, the reasons are
/// - birth date: `incomplete` (the known parts agree), `century_unknown` (six digits against six digits),
/// - sex: `unspecified`,
/// - nationality: `unspecified`; different with `nationality_changed` where a number of a Chinese card tells that it
/// was
///   issued to a national of the other,
/// - document number: same with `previous_number`; `different_documents` where kind or issuer differ, whose numbers say
///   nothing of one another,
/// - travel permit number: that of a residence permit is compared with the number of the travel permit itself,
/// - valid_until: different with `long_term` where one has no end,
/// - currently_valid: same if both documents are valid on `today`; different with `not_valid` otherwise.
[[nodiscard]] Comparison compare(ComparedField field, const IdentityRecord& one, const IdentityRecord& other,
                                 Date today);

/// True if `compare` looks up the readings of Chinese characters (pinyin_readings.hpp), which are loaded at their first
/// use.
[[nodiscard]] bool needs_pinyin(ComparedField field, const IdentityRecord& one, const IdentityRecord& other);

/// Compares the validity with that day: same if valid, else different with `expired` or `not_yet_valid`.
[[nodiscard]] Comparison compare_validity(const Document& document, Date day);

}  // namespace fivestar::identity
