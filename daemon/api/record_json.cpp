// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/record_json.hpp"

#include "crypto/base/text.hpp"
#include "daemon/api/evidence_json.hpp"
#include "daemon/api/rfc3339.hpp"
#include "identity/derived.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

using Date = std::chrono::year_month_day;

/// Writes members of the record: only those that are granted, each named like the last part of its path.
class GrantedMembers {
  public:
    GrantedMembers(JsonWriter& json, const FieldSet& fields) : json_(json), fields_(fields) {}

    template <class Value>
    void add(RecordField field, const Value& value) const {
        if (!fields_.contains(field)) return;
        const std::string_view path = path_of(field);
        json_.member(path.substr(path.rfind('.') + 1), value);
    }

  private:
    JsonWriter& json_;
    const FieldSet& fields_;
};

std::optional<PersonalText> masked(const std::optional<PersonalText>& number) {
    if (!number) return std::nullopt;
    return identity::number_masked(number->view());
}

void write_document(JsonWriter& json, const identity::Document& document, const FieldSet& fields, Date today) {
    json.object([&] {
        const GrantedMembers members{json, fields};
        members.add(RecordField::document_type, document.type);
        members.add(RecordField::document_edition, document.edition);
        members.add(RecordField::document_issuing_state, document.issuing_state);
        members.add(RecordField::document_number, document.number);
        members.add(RecordField::document_number_masked, masked(document.number));
        members.add(RecordField::document_previous_numbers, document.previous_numbers);
        members.add(RecordField::document_issuing_authority, document.issuing_authority);
        members.add(RecordField::document_valid_from, document.valid_from);
        members.add(RecordField::document_valid_until, document.valid_until);
        members.add(RecordField::document_long_term, document.long_term);
        members.add(RecordField::document_currently_valid, identity::currently_valid(document, today));
        members.add(RecordField::document_renewal_count, document.renewal_count);
        members.add(RecordField::document_travel_permit_number, document.travel_permit_number);
        members.add(RecordField::document_issue_count, document.issue_count);
        members.add(RecordField::document_acceptance_authority, document.acceptance_authority);
        members.add(RecordField::document_card_version, document.card_version);
    });
}

void write_names(JsonWriter& json, const identity::Names& names, const FieldSet& fields) {
    json.object([&] {
        const GrantedMembers members{json, fields};
        members.add(RecordField::holder_names_latin, names.latin);
        members.add(RecordField::holder_names_primary, names.primary);
        members.add(RecordField::holder_names_secondary, names.secondary);
        members.add(RecordField::holder_names_chinese, names.chinese);
        members.add(RecordField::holder_names_chinese_omitted, names.chinese_omitted);
        members.add(RecordField::holder_names_truncated, names.truncated);
    });
}

void write_holder(JsonWriter& json, const identity::Holder& holder, const FieldSet& fields,
                  std::span<const unsigned> ages, Date today) {
    json.object([&] {
        const GrantedMembers members{json, fields};
        if (fields.touches(RecordField::holder_names_latin, RecordField::holder_names_truncated)) {
            json.name("names");
            write_names(json, holder.names, fields);
        }
        members.add(RecordField::holder_sex, holder.sex);
        members.add(RecordField::holder_birth_date, holder.birth_date);
        members.add(RecordField::holder_birth_date_printed, holder.birth_date_printed);
        members.add(RecordField::holder_birth_date_century,
                    holder.birth_century_assumed ? std::optional{std::string_view{"assumed"}} : std::nullopt);
        members.add(RecordField::holder_birth_place, holder.birth_place);
        members.add(RecordField::holder_nationality, holder.nationality);
        members.add(RecordField::holder_ethnicity, holder.ethnicity);
        members.add(RecordField::holder_address, holder.address);
        members.add(RecordField::holder_address_appended, holder.address_appended);
        members.add(RecordField::holder_personal_number, holder.personal_number);
        members.add(RecordField::holder_pseudonym, holder.pseudonym);
        for (const unsigned years : ages) {
            json.member(fmt::format("over_{}", years), identity::over(years, holder.birth_date, today));
        }
    });
}

void write_number_members(JsonWriter& json, const identity::CardNumber& number, const FieldSet& fields) {
    const GrantedMembers members{json, fields};
    members.add(RecordField::number_kind, number.kind);
    members.add(RecordField::number_valid, number.valid());
    members.add(RecordField::number_faults, number.faults);
    members.add(RecordField::number_acceptance_place, number.acceptance_place);
    members.add(RecordField::number_registration_place, number.registration_place);
    members.add(RecordField::number_first_nationality, number.first_nationality);
    members.add(RecordField::number_birth_date, number.birth_date);
    members.add(RecordField::number_birth_date_printed, number.birth_date_printed);
    members.add(RecordField::number_sequence, number.sequence);
    members.add(RecordField::number_sex, number.sex);
}

void write_raw(JsonWriter& json, const identity::RawData& raw, const FieldSet& fields) {
    json.object([&] {
        const GrantedMembers members{json, fields};
        members.add(RecordField::raw_cn_text, raw.cn_text);
        members.add(RecordField::raw_mrz, raw.mrz);
    });
}

void write_module(JsonWriter& json, const identity::ModuleData& module, const FieldSet& fields) {
    json.object([&] {
        const GrantedMembers members{json, fields};
        members.add(RecordField::module_portrait, module.portrait);
        members.add(RecordField::module_addresses, module.addresses);
        members.add(RecordField::module_management, module.management);
    });
}

void write_check(JsonWriter& json, const identity::Check& check) {
    json.object([&] {
        json.member("name", check.name);
        json.member("outcome", check.outcome);
        json.member("method", unless_empty(check.method));
        json.member("reason", unless_empty(to_string(check.reason)));
        json.member("findings", check.findings);
        if (check.name == identity::CheckName::data_group_hashes) json.member("data_groups", check.data_groups);
        if (check.name == identity::CheckName::certificate_validity) json.member("at_signing", check.at_signing);
    });
}

/// To the microsecond: more digits say nothing.
double rounded(double milliseconds) {
    return std::round(milliseconds * 1000) / 1000;
}

std::string hex(std::uint16_t status_word) {
    return to_hex(std::array{static_cast<std::uint8_t>(status_word >> 8U), static_cast<std::uint8_t>(status_word)});
}

void write_step(JsonWriter& json, const StepReport& step) {
    json.object([&] {
        json.member("name", step.name);
        json.member("outcome", step.outcome);
        json.member("sw", step.sw != 0 ? std::optional{hex(step.sw)} : std::nullopt);
        json.member("milliseconds", rounded(step.milliseconds));
    });
}

void write_timing(JsonWriter& json, const ReadTiming& timing) {
    json.object([&] {
        json.member("total_milliseconds", rounded(timing.total_milliseconds));
        json.member("card_milliseconds", rounded(timing.card_milliseconds));
        json.member("exchanges", timing.exchanges);
        json.member("bytes", timing.bytes);
    });
}

}  // namespace

void write_json(JsonWriter& json, const identity::CodedValue& coded) {
    json.object([&] {
        json.member("code", coded.code);
        json.member("zh", coded.zh);
        json.member("en", coded.en);
    });
}

void write_verification_members(JsonWriter& json, const identity::Verification& verification,
                                identity::Verdict verdict) {
    json.member("verdict", verdict);
    json.member("sam_id", unless_empty(verification.sam_id.value_or("")));
    json.name("checks");
    json.array(verification.checks(), [&](const identity::Check& check) { write_check(json, check); });
}

void write_portrait_member(JsonWriter& json, const std::optional<identity::Portrait>& portrait,
                           std::string_view read_id) {
    json.member("portrait", portrait, [&](const identity::Portrait& shown) {
        json.object([&] {
            json.member("media_type", shown.media_type);
            json.member("width", shown.width);
            json.member("height", shown.height);
            json.member("href", fmt::format("/v1/reads/{}/portrait", read_id));
        });
    });
}

void write_record(JsonWriter& json, const identity::IdentityRecord& record, std::string_view read_id,
                  const FieldSet& fields, Date today, PortraitMember portrait) {
    json.object([&] {
        if (fields.touches(RecordField::document_type, RecordField::document_card_version)) {
            json.name("document");
            write_document(json, record.document, fields, today);
        }
        const std::vector<unsigned> ages = fields.ages();
        if (fields.touches(RecordField::holder_names_latin, RecordField::holder_pseudonym) || !ages.empty()) {
            json.name("holder");
            write_holder(json, record.holder, fields, ages, today);
        }
        if (fields.touches(RecordField::number_kind, RecordField::number_sex)) {
            json.member("number", record.number, [&](const identity::CardNumber& number) {
                json.object([&] { write_number_members(json, number, fields); });
            });
        }
        if (portrait == PortraitMember::shown && fields.contains(RecordField::portrait)) {
            write_portrait_member(json, record.portrait, read_id);
        }
        if (fields.touches(RecordField::raw_cn_text, RecordField::raw_mrz)) {
            json.name("raw");
            write_raw(json, record.raw, fields);
        }
        if (fields.touches(RecordField::module_portrait, RecordField::module_management)) {
            json.name("module");
            write_module(json, record.module, fields);
        }
    });
}

Utf8Text number_json(std::string_view text, const identity::CardNumber& number) {
    JsonWriter json;
    json.object([&] {
        write_number_members(json, number, FieldSet::all());
        json.member("number_masked", identity::number_masked(text));
    });
    return json.take();
}

void write_label_members(JsonWriter& json, const ReadLabel& label, const ReadOutcome& outcome) {
    json.member("id", label.id);
    json.member("card", label.card);
    json.member("reader", label.reader);
    json.member("read_at", rfc3339(outcome.read_at));
    json.member("profile", outcome.profile);
}

void write_outcome_members(JsonWriter& json, const ReadOutcome& outcome, const FieldSet& fields) {
    if (fields.contains(RecordField::verification)) {
        json.name("verification");
        json.object([&] { write_verification_members(json, outcome.verification, outcome.verdict); });
    }
    json.name("steps");
    json.array(outcome.steps, [&](const StepReport& step) { write_step(json, step); });
    json.name("timing");
    write_timing(json, outcome.timing);
}

Utf8Text read_json(const ReadLabel& label, const ReadOutcome& outcome, const FieldSet& fields, Date today,
                   PortraitMember portrait, const SealedEvidence* evidence) {
    JsonWriter json;
    json.object([&] {
        write_label_members(json, label, outcome);
        json.name("record");
        write_record(json, outcome.record, label.id, fields, today, portrait);
        write_outcome_members(json, outcome, fields);
        if (evidence != nullptr) {
            json.name("evidence");
            write_evidence(json, *evidence);
        }
    });
    return json.take();
}

Utf8Text finished_json(const FinishedRead& read, const FieldSet& fields, Date today) {
    const bool shows_evidence = read.evidence && fields == read.fields;
    return read_json(read.label, read.outcome, fields, today, PortraitMember::shown,
                     shows_evidence ? &*read.evidence : nullptr);
}

}  // namespace fivestar::daemon
