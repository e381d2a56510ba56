// SPDX-License-Identifier: Apache-2.0
#include "identity/record_field.hpp"

#include <algorithm>
#include <array>

namespace fivestar::identity {
namespace {

/// In the order of RecordField.
constexpr std::array<std::string_view, record_field_count> field_paths = {
    "document.type",
    "document.edition",
    "document.issuing_state",
    "document.number",
    "document.number_masked",
    "document.previous_numbers",
    "document.issuing_authority",
    "document.valid_from",
    "document.valid_until",
    "document.long_term",
    "document.currently_valid",
    "document.renewal_count",
    "document.travel_permit_number",
    "document.issue_count",
    "document.acceptance_authority",
    "document.card_version",
    "holder.names.latin",
    "holder.names.primary",
    "holder.names.secondary",
    "holder.names.chinese",
    "holder.names.truncated",
    "holder.sex",
    "holder.birth_date",
    "holder.birth_date_printed",
    "holder.birth_place",
    "holder.nationality",
    "holder.ethnicity",
    "holder.address",
    "holder.address_appended",
    "holder.personal_number",
    "holder.pseudonym",
    "number.kind",
    "number.valid",
    "number.faults",
    "number.acceptance_place",
    "number.registration_place",
    "number.first_nationality",
    "number.birth_date",
    "number.birth_date_printed",
    "number.sequence",
    "number.sex",
    "portrait",
    "raw.cn_text",
    "raw.mrz",
    "verification",
    "evidence",
};

constexpr std::size_t index_of(RecordField field) {
    return static_cast<std::size_t>(field);
}
static_assert(index_of(RecordField::evidence) + 1 == record_field_count);

/// The fields in the order of their paths, for a binary search.
constexpr std::array<RecordField, record_field_count> by_path = [] {
    std::array<RecordField, record_field_count> fields{};
    for (std::size_t index = 0; index < fields.size(); ++index) fields[index] = static_cast<RecordField>(index);
    std::ranges::sort(fields, {}, [](RecordField field) { return field_paths[index_of(field)]; });
    return fields;
}();

}  // namespace

std::string_view path_of(RecordField field) {
    return field_paths.at(index_of(field));
}

std::optional<RecordField> record_field(std::string_view path) {
    const auto* const found =
        std::ranges::lower_bound(by_path, path, {}, [](RecordField field) { return path_of(field); });
    if (found == by_path.end() || path_of(*found) != path) return std::nullopt;
    return *found;
}

}  // namespace fivestar::identity
