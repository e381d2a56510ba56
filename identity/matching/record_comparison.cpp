// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/record_comparison.hpp"

#include "identity/card_text.hpp"
#include "identity/china/travel_permit.hpp"
#include "identity/country.hpp"
#include "identity/derived.hpp"
#include "identity/matching/birth_date_comparison.hpp"
#include "identity/matching/name_comparison.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

Comparison compare_sex(Sex one, Sex other) {
    const auto told = [](Sex sex) { return sex == Sex::female || sex == Sex::male; };
    if (!told(one) || !told(other)) return not_comparable(Reason::unspecified);
    return one == other ? same() : different();
}

/// A number or code in half width, without blanks, hyphens and fillers, letters in upper case.
PersonalText normalised(std::string_view text) {
    const PersonalText narrow = half_width(text);
    PersonalText plain;
    for (const char c : narrow) {
        if (c == ' ' || c == '-' || c == '<') continue;
        plain.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    }
    return plain;
}

bool same_code(std::string_view one, std::string_view other) {
    return normalised(one).view() == normalised(other).view();
}

Comparison compare_texts(const std::optional<PersonalText>& one, const std::optional<PersonalText>& other) {
    if (!one || !other) return not_comparable(Reason::no_value);
    return same_code(one->view(), other->view()) ? same() : different();
}

Comparison compare_dates(const std::optional<Date>& one, const std::optional<Date>& other) {
    if (!one || !other) return not_comparable(Reason::no_value);
    return *one == *other ? same() : different();
}

Comparison compare_valid_until(const Document& one, const Document& other) {
    if (one.long_term && other.long_term) return same(Reason::long_term);
    const bool both_told = (one.long_term || one.valid_until) && (other.long_term || other.valid_until);
    if (both_told && (one.long_term || other.long_term)) return different(Reason::long_term);
    return compare_dates(one.valid_until, other.valid_until);
}

/// Doc 9303 code without fillers, `D` for DEU.
PersonalText state_code(std::string_view code) {
    const PersonalText plain = normalised(code);
    return PersonalText{icao_code(plain.view())};
}

Comparison compare_states(const std::optional<PersonalText>& one, const std::optional<PersonalText>& other) {
    if (!one || !other) return not_comparable(Reason::no_value);
    return state_code(one->view()).view() == state_code(other->view()).view() ? same() : different();
}

/// True if the number of a Chinese card was issued to a national of that country.
bool was_national_of(const IdentityRecord& record, std::string_view code) {
    return record.number && record.number->first_nationality &&
           state_code(record.number->first_nationality->view()).view() == code;
}

Comparison compare_nationalities(const IdentityRecord& one, const IdentityRecord& other) {
    if (!one.holder.nationality || !other.holder.nationality) return not_comparable(Reason::no_value);
    const PersonalText code = state_code(one.holder.nationality->view());
    const PersonalText other_code = state_code(other.holder.nationality->view());
    constexpr std::string_view unspecified = "XXX";  // Doc 9303-3 section 5, part D
    if (code.view() == unspecified || other_code.view() == unspecified) return not_comparable(Reason::unspecified);
    if (code.view() == other_code.view()) return same();
    const bool changed = was_national_of(one, other_code.view()) || was_national_of(other, code.view());
    return different(changed ? Reason::nationality_changed : Reason::none);
}

bool had_number(const Document& document, std::string_view number) {
    return std::ranges::any_of(document.previous_numbers,
                               [&](const PersonalText& previous) { return same_code(previous.view(), number); });
}

Comparison compare_numbers(const Document& one, const Document& other) {
    if (!one.number || !other.number) return not_comparable(Reason::no_value);
    if (same_code(one.number->view(), other.number->view())) return same();
    if (had_number(one, other.number->view()) || had_number(other, one.number->view()))
        return same(Reason::previous_number);
    const bool told = one.type != DocumentType::other && other.type != DocumentType::other;
    const bool other_document = one.type != other.type ||
                                compare_states(one.issuing_state, other.issuing_state).likeness == Likeness::different;
    return told && other_document ? not_comparable(Reason::different_documents) : different();
}

/// The number of the permit to the mainland: a residence permit repeats it, on the permit it is the document's own.
std::optional<std::string_view> permit_number(const Document& document) {
    if (document.travel_permit_number) return document.travel_permit_number->view();
    if (document.number && is_permit_for_mainland(document.type)) return document.number->view();
    return std::nullopt;
}

/// Without the two digits that older papers print behind H or M and eight digits: how often it was issued.
PersonalText without_issue_count(std::string_view number) {
    PersonalText plain = normalised(number);
    const bool counted = plain.size() == 11 && (plain.view().front() == 'H' || plain.view().front() == 'M');
    return counted ? PersonalText{plain.view().substr(0, 9)} : std::move(plain);
}

Comparison compare_permit_numbers(const Document& one, const Document& other) {
    const auto number = permit_number(one);
    const auto other_number = permit_number(other);
    if (!number || !other_number) return not_comparable(Reason::no_value);
    const bool equal = without_issue_count(*number).view() == without_issue_count(*other_number).view();
    return equal ? same() : different();
}

Comparison compare_present_validity(const Document& one, const Document& other, Date today) {
    const auto valid = currently_valid(one, today);
    const auto other_valid = currently_valid(other, today);
    if (!valid || !other_valid) return not_comparable(Reason::no_value);
    return *valid && *other_valid ? same() : different(Reason::not_valid);
}

}  // namespace

Comparison compare(ComparedField field, const IdentityRecord& one, const IdentityRecord& other, Date today) {
    switch (field) {
        case ComparedField::names:
            return compare_names(one.holder.names, other.holder.names);
        case ComparedField::latin_name:
            return compare_latin_names(one.holder.names, other.holder.names);
        case ComparedField::chinese_name:
            return compare_chinese_names(one.holder.names, other.holder.names);
        case ComparedField::sex:
            return compare_sex(one.holder.sex, other.holder.sex);
        case ComparedField::birth_date:
            return compare_birth_dates(one.holder, other.holder);
        case ComparedField::nationality:
            return compare_nationalities(one, other);
        case ComparedField::personal_number:
            return compare_texts(one.holder.personal_number, other.holder.personal_number);
        case ComparedField::number:
            return compare_numbers(one.document, other.document);
        case ComparedField::travel_permit_number:
            return compare_permit_numbers(one.document, other.document);
        case ComparedField::issuing_state:
            return compare_states(one.document.issuing_state, other.document.issuing_state);
        case ComparedField::valid_from:
            return compare_dates(one.document.valid_from, other.document.valid_from);
        case ComparedField::valid_until:
            return compare_valid_until(one.document, other.document);
        case ComparedField::currently_valid:
            return compare_present_validity(one.document, other.document, today);
    }
    return not_comparable(Reason::no_value);
}

bool needs_pinyin(ComparedField field, const IdentityRecord& one, const IdentityRecord& other) {
    return field == ComparedField::names && are_compared_by_pinyin(one.holder.names, other.holder.names);
}

Comparison compare_validity(const Document& document, Date day) {
    const auto valid = currently_valid(document, day);
    if (!valid) return not_comparable(Reason::no_value);
    if (*valid) return same();
    return different(document.valid_from && day < *document.valid_from ? Reason::not_yet_valid : Reason::expired);
}

}  // namespace fivestar::identity
