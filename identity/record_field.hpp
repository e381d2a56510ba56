// SPDX-License-Identifier: Apache-2.0
// The fields of an answer, by which clients are granted, records narrowed and documents compared (docs/API.md).
#pragma once

#include "crypto/base/enum_names.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fivestar::identity {

/// A leaf of the record, or the `verification` or `evidence` beside it. In the order of the answer; named like its
/// path.
enum class RecordField : std::uint8_t {
    document_type,
    document_edition,
    document_issuing_state,
    document_number,
    document_number_masked,
    document_previous_numbers,
    document_issuing_authority,
    document_valid_from,
    document_valid_until,
    document_long_term,
    document_currently_valid,
    document_renewal_count,
    document_travel_permit_number,
    document_issue_count,
    document_acceptance_authority,
    document_card_version,
    holder_names_latin,
    holder_names_primary,
    holder_names_secondary,
    holder_names_chinese,
    holder_names_chinese_omitted,
    holder_names_truncated,
    holder_sex,
    holder_birth_date,
    holder_birth_date_printed,
    holder_birth_date_century,
    holder_birth_place,
    holder_nationality,
    holder_ethnicity,
    holder_address,
    holder_address_appended,
    holder_personal_number,
    holder_pseudonym,
    number_kind,
    number_valid,
    number_faults,
    number_acceptance_place,
    number_registration_place,
    number_first_nationality,
    number_birth_date,
    number_birth_date_printed,
    number_sequence,
    number_sex,
    portrait,
    raw_cn_text,
    raw_mrz,
    module_portrait,
    module_addresses,
    module_management,
    verification,
    evidence,
};

/// The fields' paths in an answer.
inline constexpr EnumNames<RecordField::evidence> record_field_paths(
    "document.type", "document.edition", "document.issuing_state", "document.number", "document.number_masked",
    "document.previous_numbers", "document.issuing_authority", "document.valid_from", "document.valid_until",
    "document.long_term", "document.currently_valid", "document.renewal_count", "document.travel_permit_number",
    "document.issue_count", "document.acceptance_authority", "document.card_version", "holder.names.latin",
    "holder.names.primary", "holder.names.secondary", "holder.names.chinese", "holder.names.chinese_omitted",
    "holder.names.truncated", "holder.sex", "holder.birth_date", "holder.birth_date_printed",
    "holder.birth_date_century", "holder.birth_place", "holder.nationality", "holder.ethnicity", "holder.address",
    "holder.address_appended", "holder.personal_number", "holder.pseudonym", "number.kind", "number.valid",
    "number.faults", "number.acceptance_place", "number.registration_place", "number.first_nationality",
    "number.birth_date", "number.birth_date_printed", "number.sequence", "number.sex", "portrait", "raw.cn_text",
    "raw.mrz", "module.portrait", "module.addresses", "module.management", "verification", "evidence");
inline constexpr std::size_t record_field_count = record_field_paths.count;
[[nodiscard]] constexpr std::string_view path_of(RecordField field) {
    return record_field_paths[field];
}

}  // namespace fivestar::identity
