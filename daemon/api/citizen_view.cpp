// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/citizen_view.hpp"

#include "daemon/api/record_json.hpp"

#include <array>
#include <utility>

#include <boost/json/value.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

struct Member {
    std::string_view name;
    RecordField field;         ///< what must be granted
    std::string_view pointer;  ///< into the record (RFC 6901)
};

constexpr std::array<Member, 9> members{{
    {"name", RecordField::holder_names_chinese, "/holder/names/chinese"},
    {"sex", RecordField::holder_sex, "/holder/sex"},
    {"ethnicity", RecordField::holder_ethnicity, "/holder/ethnicity/zh"},
    {"birth_date", RecordField::holder_birth_date, "/holder/birth_date"},
    {"address", RecordField::holder_address, "/holder/address"},
    {"number", RecordField::document_number, "/document/number"},
    {"issuing_authority", RecordField::document_issuing_authority, "/document/issuing_authority/zh"},
    {"valid_from", RecordField::document_valid_from, "/document/valid_from"},
    {"portrait", RecordField::portrait, "/portrait"},
}};

bool representable(identity::DocumentType type) {
    return type == identity::DocumentType::resident_id_card || type == identity::DocumentType::hmt_residence_permit;
}

/// Null where the record has nothing.
json::value value_at(const json::value& record, std::string_view pointer) {
    boost::system::error_code error;
    const json::value* found = record.find_pointer(pointer, error);
    return found != nullptr ? json::value(*found, record.storage()) : json::value(nullptr, record.storage());
}

/// A date, or 长期 as the card prints it. It tells `long_term` too, so both must be granted.
json::value valid_until(const identity::Document& document, const json::value& record) {
    if (document.long_term) return json::value("长期", record.storage());
    return value_at(record, "/document/valid_until");
}

}  // namespace

std::expected<json::object, Problem> citizen_json(const ReadLabel& label, const ReadOutcome& outcome,
                                                  const FieldSet& fields, std::chrono::year_month_day today,
                                                  const json::storage_ptr& storage) {
    if (!fields.contains(RecordField::document_type)) {
        return std::unexpected{Problem{.code = ProblemCode::not_granted, .field = "document.type"}};
    }
    const identity::Document& document = outcome.record.document;
    if (!representable(document.type)) {
        return std::unexpected{Problem{.code = ProblemCode::not_representable,
                                       .detail = {"The fields of a citizen's card do not fit this document.",
                                                  "居民身份证的字段不适用于此证件。"}}};
    }
    const json::value record = record_json(outcome.record, label.id, fields, today, PortraitMember::shown, storage);
    json::object citizen(storage);
    for (const Member& member : members) {
        if (fields.contains(member.field)) citizen.emplace(member.name, value_at(record, member.pointer));
    }
    if (fields.contains(RecordField::document_valid_until) && fields.contains(RecordField::document_long_term)) {
        citizen.emplace("valid_until", valid_until(document, record));
    }
    return answer_json(label, outcome, fields, citizen_view_name, std::move(citizen));
}

}  // namespace fivestar::daemon
