// SPDX-License-Identifier: Apache-2.0
#include "identity/assemble.hpp"

#include "identity/china/province.hpp"
#include "identity/china/travel_permit.hpp"
#include "identity/country.hpp"
#include "identity/date.hpp"
#include "identity/document_type.hpp"
#include "identity/names.hpp"
#include "identity/verification/consistency.hpp"

#include <utility>

namespace fivestar::identity {
namespace {

std::optional<PersonalText> unless_empty(PersonalText text) {
    return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

/// A value of a file replaces the value that was there; a missing one leaves it.
template <class T>
void replace(std::optional<T>& value, std::optional<T>&& with) {
    if (with) value = std::move(with);
}

void adopt_permit(Mrz& mrz, Document& document) {
    if (const TravelPermit* const permit = travel_permit(mrz.document_code.view())) {
        document.type = permit->type;
        if (!permit->edition.empty()) document.edition.emplace(permit->edition);
    }
    document.issuing_authority = permit_issuer();
    document.issue_count = unless_empty(std::move(mrz.issue_count));
    if (!mrz.issuing_place.empty()) {
        document.acceptance_authority = place_of_four_digits(std::move(mrz.issuing_place));
    }
}

void adopt_mrz(Mrz&& mrz, IdentityRecord& record) {
    Document& document = record.document;
    document.type = document_type(mrz.document_code.view(), mrz.issuing_state.view());
    if (mrz.form == MrzForm::permit) adopt_permit(mrz, document);
    document.issuing_state = unless_empty(std::move(mrz.issuing_state));
    document.number = unless_empty(std::move(mrz.document_number));
    document.valid_until = mrz.expiry_date;
    Holder& holder = record.holder;
    holder.names.latin = unless_empty(join_names(mrz.primary.view(), mrz.secondary.view()));
    holder.names.primary = unless_empty(std::move(mrz.primary));
    holder.names.secondary = unless_empty(std::move(mrz.secondary));
    holder.names.truncated = mrz.truncated;
    holder.sex = mrz.sex;
    holder.birth_date = mrz.birth_date;
    holder.birth_century_assumed = mrz.birth_date && !mrz.birth_century_printed;
    if (!mrz.birth_date) holder.birth_date_printed = std::move(mrz.birth_date_printed);
    holder.nationality = unless_empty(std::move(mrz.nationality));
    holder.names.chinese = std::move(mrz.chinese_name);
    holder.names.chinese_omitted = mrz.chinese_omitted;
    holder.names.chinese_truncated = mrz.chinese_truncated;
    holder.birth_place = unless_empty(std::move(mrz.birth_place));
    holder.personal_number = unless_empty(std::move(mrz.personal_number));
    record.raw.mrz = std::move(mrz.lines);
}

/// Takes a name from a file that does not abbreviate it.
void adopt_chinese_name(PersonalText name, Names& names) {
    names.chinese = std::move(name);
    names.chinese_omitted.reset();
    names.chinese_truncated = false;
}

/// A full name in Latin letters replaces the zone's, one in Chinese characters stands beside it. In another script it
/// has no place in the record: the zone's transliteration stays.
void adopt_full_name(Dg11& dg11, Names& names) {
    if (!dg11.primary || dg11.primary->empty()) return;
    PersonalText secondary = dg11.secondary ? std::move(*dg11.secondary) : PersonalText{};
    const PersonalText full = join_names(dg11.primary->view(), secondary.view());
    if (has_han(full.view())) {
        dg11.primary->append(secondary.view());
        adopt_chinese_name(std::move(*dg11.primary), names);
    } else if (is_latin(full.view())) {
        names.latin = full.clone();
        names.primary = std::move(dg11.primary);
        names.secondary = unless_empty(std::move(secondary));
        names.truncated = false;
    }
}

/// Takes a date whose year has four digits.
void adopt_birth_date(Date date, Holder& holder) {
    holder.birth_date = date;
    holder.birth_century_assumed = false;
    holder.birth_date_printed.reset();
}

void adopt_dg11(Dg11&& dg11, Holder& holder) {
    adopt_full_name(dg11, holder.names);
    if (dg11.birth_date) {
        adopt_birth_date(*dg11.birth_date, holder);
    } else if (dg11.birth_date_printed && !holder.birth_date) {
        holder.birth_date_printed = std::move(dg11.birth_date_printed);
    } else if (dg11.birth_date_printed) {
        const auto stated = with_stated_century(*holder.birth_date, dg11.birth_date_printed->view());
        if (stated) adopt_birth_date(*stated, holder);
    }
    replace(holder.birth_place, std::move(dg11.birth_place));
    holder.address = std::move(dg11.address);
    replace(holder.personal_number, std::move(dg11.personal_number));
}

void adopt_dg12(Dg12&& dg12, Document& document) {
    document.valid_from = dg12.issue_date;
    if (!dg12.issuing_authority) return;
    CodedValue& authority = document.issuing_authority.emplace();
    (has_han(dg12.issuing_authority->view()) ? authority.zh : authority.en) = std::move(dg12.issuing_authority);
}

void adopt_kind(NationalTextKind kind, Document& document) {
    switch (kind) {
        case NationalTextKind::citizen:
            document.type = DocumentType::resident_id_card;
            return;
        case NationalTextKind::hmt:
            document.type = DocumentType::hmt_residence_permit;
            return;
        case NationalTextKind::permanent_resident_2017:
            document.edition = "2017";
            break;
        case NationalTextKind::permanent_resident_2023:
            document.edition = "2023";
            break;
    }
    document.type = DocumentType::permanent_resident_card;
}

void adopt_text(NationalText&& text, IdentityRecord& record) {
    Document& document = record.document;
    adopt_kind(text.kind, document);
    document.issuing_state.emplace("CHN");
    replace(document.number, std::move(text.number));
    document.previous_numbers = std::move(text.previous_numbers);
    replace(document.issuing_authority, std::move(text.issuing_authority));
    if (text.valid_from) document.valid_from = text.valid_from;
    if (text.valid_until) document.valid_until = text.valid_until;
    document.long_term = text.long_term;
    if (text.long_term) document.valid_until.reset();
    document.renewal_count = std::move(text.renewal_count);
    document.travel_permit_number = std::move(text.travel_permit_number);
    document.issue_count = std::move(text.issue_count);
    document.acceptance_authority = std::move(text.acceptance_authority);
    document.card_version = std::move(text.card_version);

    Holder& holder = record.holder;
    if (text.chinese_name) adopt_chinese_name(std::move(*text.chinese_name), holder.names);
    if (text.english_name) {
        const SplitName split = split_names(text.english_name->view());
        holder.names.primary.emplace(split.primary);
        holder.names.secondary = unless_empty(PersonalText{split.secondary});
        holder.names.latin = std::move(text.english_name);
        holder.names.truncated = false;
    }
    if (text.sex != Sex::unknown) holder.sex = text.sex;
    if (text.birth_date) {
        adopt_birth_date(*text.birth_date, holder);
    } else if (!holder.birth_date) {
        replace(holder.birth_date_printed, std::move(text.birth_date_printed));
    }
    if (text.nationality) holder.nationality.emplace(icao_code(text.nationality->view()));
    if (text.kind == NationalTextKind::citizen || text.kind == NationalTextKind::hmt) holder.nationality.emplace("CHN");
    holder.ethnicity = std::move(text.ethnicity);
    replace(holder.address, std::move(text.address));
}

}  // namespace

IdentityRecord assemble(DocumentGroups groups, Verification& verification) {
    std::optional<CardNumber> number;
    if (groups.text && groups.text->number) number = parse_card_number(groups.text->number->view());
    check_mrz(groups, verification[CheckName::mrz_check_digits]);
    check_number(number, verification[CheckName::number_check_digit]);
    check_consistency(groups, number, verification[CheckName::record_consistency]);

    IdentityRecord record;
    if (groups.mrz) adopt_mrz(std::move(*groups.mrz), record);
    if (groups.dg11) adopt_dg11(std::move(*groups.dg11), record.holder);
    if (groups.dg12) adopt_dg12(std::move(*groups.dg12), record.document);
    if (groups.text) adopt_text(std::move(*groups.text), record);
    record.portrait = std::move(groups.portrait);
    record.raw.cn_text = std::move(groups.cn_text);
    record.number = std::move(number);
    return record;
}

}  // namespace fivestar::identity
