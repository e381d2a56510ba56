// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/citizen_view.hpp"

#include "daemon/api/record_json.hpp"

#include <optional>

namespace fivestar::daemon {
namespace {

bool representable(identity::DocumentType type) {
    return type == identity::DocumentType::resident_id_card || type == identity::DocumentType::hmt_residence_permit;
}

/// The Chinese name of what documents write as a code. `coded` outlives the result.
std::optional<std::string_view> zh(const std::optional<identity::CodedValue>& coded) {
    return coded && coded->zh ? std::optional{coded->zh->view()} : std::nullopt;
}

void write_citizen(JsonWriter& json, const identity::IdentityRecord& record, std::string_view read_id,
                   const FieldSet& fields) {
    const auto add = [&](std::string_view name, RecordField field, const auto& value) {
        if (fields.contains(field)) json.member(name, value);
    };
    const identity::Document& document = record.document;
    const identity::Holder& holder = record.holder;
    json.object([&] {
        add("name", RecordField::holder_names_chinese, holder.names.chinese);
        add("sex", RecordField::holder_sex, holder.sex);
        add("ethnicity", RecordField::holder_ethnicity, zh(holder.ethnicity));
        add("birth_date", RecordField::holder_birth_date, holder.birth_date);
        add("address", RecordField::holder_address, holder.address);
        add("number", RecordField::document_number, document.number);
        add("issuing_authority", RecordField::document_issuing_authority, zh(document.issuing_authority));
        add("valid_from", RecordField::document_valid_from, document.valid_from);
        if (fields.contains(RecordField::portrait)) write_portrait_member(json, record.portrait, read_id);
        // 长期, as the card prints it, tells `long_term`, too.
        if (!fields.contains(RecordField::document_long_term)) return;
        if (document.long_term) {
            add("valid_until", RecordField::document_valid_until, std::string_view{"长期"});
        } else {
            add("valid_until", RecordField::document_valid_until, document.valid_until);
        }
    });
}

}  // namespace

std::expected<Utf8Text, Problem> citizen_json(const ReadLabel& label, const ReadOutcome& outcome,
                                              const FieldSet& fields) {
    if (!fields.contains(RecordField::document_type)) {
        return std::unexpected{Problem{.code = ProblemCode::not_granted, .field = "document.type"}};
    }
    if (!representable(outcome.record.document.type)) {
        return std::unexpected{Problem{.code = ProblemCode::not_representable,
                                       .detail = {"The fields of a citizen's card do not fit this document.",
                                                  "居民身份证的字段不适用于此证件。"}}};
    }
    JsonWriter json;
    json.object([&] {
        write_label_members(json, label, outcome);
        json.name(citizen_view_name);
        write_citizen(json, outcome.record, label.id, fields);
        write_outcome_members(json, outcome, fields);
    });
    return json.take();
}

}  // namespace fivestar::daemon
