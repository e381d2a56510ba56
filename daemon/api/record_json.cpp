// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/record_json.hpp"

#include "crypto/base/text.hpp"
#include "daemon/api/evidence_json.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/api/rfc3339.hpp"
#include "identity/derived.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;
using Date = std::chrono::year_month_day;

// A value as JSON, in the memory of `storage`: null for what the card does not have.

json::value to_value(bool value, const json::storage_ptr& storage) {
    return json::value(value, storage);
}

json::value to_value(unsigned number, const json::storage_ptr& storage) {
    return json::value(number, storage);
}

json::value to_value(std::string_view text, const json::storage_ptr& storage) {
    return json::value(text, storage);
}

json::value to_value(Reason reason, const json::storage_ptr& storage) {
    return json::value(to_string(reason), storage);
}

json::value to_value(const identity::ReasonCode& reason, const json::storage_ptr& storage) {
    return json::value(to_string(reason), storage);
}

json::value to_value(const PersonalText& text, const json::storage_ptr& storage) {
    return json::value(text.view(), storage);
}

json::value to_value(const Date& date, const json::storage_ptr& storage) {
    std::array<char, sizeof "YYYY-MM-DD" - 1> text{};
    fmt::format_to_n(text.data(), text.size(), "{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    json::value value(std::string_view{text.data(), text.size()}, storage);
    zeroize(text.data(), text.size());
    return value;
}

/// Base64.
json::value to_value(const PersonalBytes& octets, const json::storage_ptr& storage) {
    return base64_json(octets.view(), storage);
}

template <class Value>
json::value to_value(const std::optional<Value>& value, const json::storage_ptr& storage);

json::value to_value(const identity::CodedValue& coded, const json::storage_ptr& storage) {
    json::object object(storage);
    object.emplace("code", to_value(coded.code, storage));
    object.emplace("zh", to_value(coded.zh, storage));
    object.emplace("en", to_value(coded.en, storage));
    return object;
}

template <class Value>
json::value to_value(const std::optional<Value>& value, const json::storage_ptr& storage) {
    return value ? to_value(*value, storage) : json::value(nullptr, storage);
}

template <class Value>
json::value to_value(const std::vector<Value>& values, const json::storage_ptr& storage) {
    json::array array(storage);
    array.reserve(values.size());
    for (const Value& value : values) array.push_back(to_value(value, storage));
    return array;
}

/// An object of the record. Takes only the members that are granted; each is named like the last part of its path.
class GrantedMembers {
  public:
    GrantedMembers(const FieldSet& fields, json::storage_ptr storage) : fields_(fields), object_(std::move(storage)) {}

    template <class Value>
    void add(RecordField field, const Value& value) {
        if (!fields_.contains(field)) return;
        const std::string_view path = path_of(field);
        insert(path.substr(path.rfind('.') + 1), to_value(value, object_.storage()));
    }
    void insert(std::string_view name, json::value value) { object_.emplace(name, std::move(value)); }
    [[nodiscard]] json::object take() { return std::move(object_); }

  private:
    const FieldSet& fields_;
    json::object object_;
};

std::optional<PersonalText> masked(const std::optional<PersonalText>& number) {
    if (!number) return std::nullopt;
    return identity::number_masked(number->view());
}

json::object document_json(const identity::Document& document, const FieldSet& fields, Date today,
                           const json::storage_ptr& storage) {
    GrantedMembers members(fields, storage);
    members.add(RecordField::document_type, identity::to_string(document.type));
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
    return members.take();
}

json::object names_json(const identity::Names& names, const FieldSet& fields, const json::storage_ptr& storage) {
    GrantedMembers members(fields, storage);
    members.add(RecordField::holder_names_latin, names.latin);
    members.add(RecordField::holder_names_primary, names.primary);
    members.add(RecordField::holder_names_secondary, names.secondary);
    members.add(RecordField::holder_names_chinese, names.chinese);
    members.add(RecordField::holder_names_chinese_omitted, names.chinese_omitted);
    members.add(RecordField::holder_names_truncated, names.truncated);
    return members.take();
}

json::object holder_json(const identity::Holder& holder, const FieldSet& fields, Date today,
                         const json::storage_ptr& storage) {
    GrantedMembers members(fields, storage);
    if (fields.touches(RecordField::holder_names_latin, RecordField::holder_names_truncated))
        members.insert("names", names_json(holder.names, fields, storage));
    members.add(RecordField::holder_sex, identity::to_string(holder.sex));
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
    for (const unsigned years : fields.ages()) {
        members.insert(fmt::format("over_{}", years),
                       to_value(identity::over(years, holder.birth_date, today), storage));
    }
    return members.take();
}

json::object number_members(const identity::CardNumber& number, const FieldSet& fields,
                            const json::storage_ptr& storage) {
    const auto name = [](const auto& value) {
        return value ? std::optional{identity::to_string(*value)} : std::nullopt;
    };
    GrantedMembers members(fields, storage);
    members.add(RecordField::number_kind, name(number.kind));
    members.add(RecordField::number_valid, number.valid());
    members.add(RecordField::number_faults, number.faults);
    members.add(RecordField::number_acceptance_place, number.acceptance_place);
    members.add(RecordField::number_registration_place, number.registration_place);
    members.add(RecordField::number_first_nationality, number.first_nationality);
    members.add(RecordField::number_birth_date, number.birth_date);
    members.add(RecordField::number_birth_date_printed, number.birth_date_printed);
    members.add(RecordField::number_sequence, number.sequence);
    members.add(RecordField::number_sex, name(number.sex));
    return members.take();
}

json::value portrait_json(const std::optional<identity::Portrait>& portrait, std::string_view read_id,
                          const json::storage_ptr& storage) {
    if (!portrait) return json::value(nullptr, storage);
    json::object object(storage);
    object.emplace("media_type", identity::to_string(portrait->media_type));
    object.emplace("width", portrait->width);
    object.emplace("height", portrait->height);
    object.emplace("href", fmt::format("/v1/reads/{}/portrait", read_id));
    return object;
}

json::object raw_json(const identity::RawData& raw, const FieldSet& fields, const json::storage_ptr& storage) {
    GrantedMembers members(fields, storage);
    members.add(RecordField::raw_cn_text, raw.cn_text);
    members.add(RecordField::raw_mrz, raw.mrz);
    return members.take();
}

json::object check_json(const identity::Check& check, const json::storage_ptr& storage) {
    json::object object(storage);
    object.emplace("name", identity::to_string(check.name));
    object.emplace("outcome", to_string(check.outcome));
    object.emplace("method", text_or_null(check.method, storage));
    object.emplace("reason", text_or_null(to_string(check.reason), storage));
    object.emplace("findings", to_value(check.findings, storage));
    if (check.name == identity::CheckName::data_group_hashes) {
        object.emplace("data_groups", json::array(check.data_groups.begin(), check.data_groups.end(), storage));
    }
    if (check.name == identity::CheckName::certificate_validity) {
        object.emplace("at_signing", text_or_null(check.at_signing ? to_string(*check.at_signing) : "", storage));
    }
    return object;
}

/// To the microsecond: more digits say nothing.
double rounded(double milliseconds) {
    return std::round(milliseconds * 1000) / 1000;
}

json::array steps_json(const std::vector<StepReport>& steps, const json::storage_ptr& storage) {
    json::array array(storage);
    array.reserve(steps.size());
    for (const StepReport& step : steps) {
        json::object object(storage);
        object.emplace("name", step.name);
        object.emplace("outcome", to_string(step.outcome));
        object.emplace("sw", text_or_null(step.sw != 0 ? fmt::format("{:04X}", step.sw) : "", storage));
        object.emplace("milliseconds", rounded(step.milliseconds));
        array.push_back(std::move(object));
    }
    return array;
}

json::object timing_json(const ReadTiming& timing, const json::storage_ptr& storage) {
    json::object object(storage);
    object.emplace("total_milliseconds", rounded(timing.total_milliseconds));
    object.emplace("card_milliseconds", rounded(timing.card_milliseconds));
    object.emplace("exchanges", timing.exchanges);
    object.emplace("bytes", timing.bytes);
    return object;
}

}  // namespace

json::object verification_json(const identity::Verification& verification, identity::Verdict verdict,
                               const json::storage_ptr& storage) {
    json::array checks(storage);
    checks.reserve(verification.checks().size());
    for (const identity::Check& check : verification.checks()) checks.push_back(check_json(check, storage));
    json::object object(storage);
    object.emplace("verdict", identity::to_string(verdict));
    object.emplace("sam_id", text_or_null(verification.sam_id.value_or(""), storage));
    object.emplace("checks", std::move(checks));
    return object;
}

json::object record_json(const identity::IdentityRecord& record, std::string_view read_id, const FieldSet& fields,
                         Date today, PortraitMember portrait, const json::storage_ptr& storage) {
    json::object object(storage);
    if (fields.touches(RecordField::document_type, RecordField::document_card_version)) {
        object.emplace("document", document_json(record.document, fields, today, storage));
    }
    const bool shows_holder =
        fields.touches(RecordField::holder_names_latin, RecordField::holder_pseudonym) || !fields.ages().empty();
    if (shows_holder) object.emplace("holder", holder_json(record.holder, fields, today, storage));
    if (fields.touches(RecordField::number_kind, RecordField::number_sex)) {
        object.emplace("number", record.number ? json::value(number_members(*record.number, fields, storage))
                                               : json::value(nullptr, storage));
    }
    if (portrait == PortraitMember::shown && fields.contains(RecordField::portrait)) {
        object.emplace("portrait", portrait_json(record.portrait, read_id, storage));
    }
    if (fields.touches(RecordField::raw_cn_text, RecordField::raw_mrz))
        object.emplace("raw", raw_json(record.raw, fields, storage));
    return object;
}

json::object number_json(std::string_view text, const identity::CardNumber& number) {
    const json::storage_ptr storage = zeroizing_storage();
    json::object object = number_members(number, FieldSet::all(), storage);
    object.emplace("number_masked", to_value(identity::number_masked(text), storage));
    return object;
}

json::object answer_json(const ReadLabel& label, const ReadOutcome& outcome, const FieldSet& fields,
                         std::string_view name, json::object content) {
    const json::storage_ptr storage = content.storage();
    json::object object(storage);
    object.emplace("id", label.id);
    object.emplace("card", label.card);
    object.emplace("reader", label.reader);
    object.emplace("read_at", rfc3339(outcome.read_at));
    object.emplace("profile", identity::to_string(outcome.profile));
    object.emplace(name, std::move(content));
    if (fields.contains(RecordField::verification)) {
        object.emplace("verification", verification_json(outcome.verification, outcome.verdict, storage));
    }
    object.emplace("steps", steps_json(outcome.steps, storage));
    object.emplace("timing", timing_json(outcome.timing, storage));
    return object;
}

json::object read_json(const ReadLabel& label, const ReadOutcome& outcome, const FieldSet& fields, Date today,
                       PortraitMember portrait, const json::storage_ptr& storage) {
    return answer_json(label, outcome, fields, "record",
                       record_json(outcome.record, label.id, fields, today, portrait, storage));
}

json::object finished_json(const FinishedRead& read, const FieldSet& fields, Date today,
                           const json::storage_ptr& storage) {
    json::object object = read_json(read.label, read.outcome, fields, today, PortraitMember::shown, storage);
    if (read.evidence && fields == read.fields) object.emplace("evidence", evidence_json(*read.evidence, storage));
    return object;
}

}  // namespace fivestar::daemon
