// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/comparison_request.hpp"

#include "daemon/api/json_text.hpp"
#include "identity/card_text.hpp"
#include "identity/matching/birth_date_comparison.hpp"
#include "identity/matching/name_comparison.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;
using identity::ComparedField;

constexpr std::size_t longest_id = 256;
constexpr std::size_t longest_number = 64;
constexpr std::size_t longest_state = 3;

std::optional<identity::Date> day_of(std::string_view text) {
    constexpr std::string_view form = "YYYY-MM-DD";
    if (text.size() != form.size() || text[4] != '-' || text[7] != '-') return std::nullopt;
    PersonalText digits{text.substr(0, 4)};
    digits.append(text.substr(5, 2));
    digits.append(text.substr(8, 2));
    return identity::parse_date(digits.view());
}

std::optional<identity::Sex> sex_of(std::string_view text) {
    using identity::Sex;
    if (const auto sex = identity::sex_names.find(text)) return sex;
    if (text == "F") return Sex::female;  // in the machine-readable zone
    if (text == "M") return Sex::male;
    if (text == "X" || text == "<") return Sex::unspecified;
    return std::nullopt;
}

bool is_state(std::string_view text) {
    const auto possible = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '<'; };
    return !text.empty() && text.front() != '<' && text.size() <= longest_state && std::ranges::all_of(text, possible);
}

bool is_number(std::string_view text) {
    const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
    return !text.empty() && text.size() <= longest_number && std::ranges::all_of(text, printable);
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= identity::max_name_size;
}

bool set_day(std::string_view text, std::optional<identity::Date>& day) {
    day = day_of(text);
    return day.has_value();
}

bool set_text(std::string_view text, bool possible, std::optional<PersonalText>& member) {
    if (possible) member.emplace(text);
    return possible;
}

bool set_birth_date(std::string_view text, identity::Holder& holder) {
    if (set_day(text, holder.birth_date)) return true;
    return set_text(text, identity::is_printed_birth_date(text), holder.birth_date_printed);
}

/// Sets the value, which was typed and is in half width; false if no card can have it.
bool set_value(Claim& claim, std::string_view text) {
    identity::Holder& holder = claim.record.holder;
    identity::Document& document = claim.record.document;
    switch (claim.field) {
        case ComparedField::names:
        case ComparedField::latin_name:
        case ComparedField::chinese_name:
            holder.names = identity::written_name(text);
            return is_name(text);
        case ComparedField::sex: {
            const auto sex = sex_of(text);
            holder.sex = sex.value_or(identity::Sex::unknown);
            return sex.has_value();
        }
        case ComparedField::birth_date:
            return set_birth_date(text, holder);
        case ComparedField::nationality:
            return set_text(text, is_state(text), holder.nationality);
        case ComparedField::personal_number:
            return set_text(text, is_number(text), holder.personal_number);
        case ComparedField::number:
            return set_text(text, is_number(text), document.number);
        case ComparedField::travel_permit_number:
            return set_text(text, is_number(text), document.travel_permit_number);
        case ComparedField::issuing_state:
            return set_text(text, is_state(text), document.issuing_state);
        case ComparedField::valid_from:
            return set_day(text, document.valid_from);
        case ComparedField::valid_until:
            return set_day(text, document.valid_until);
        case ComparedField::currently_valid:
            return set_day(text, claim.valid_on);
    }
    return false;
}

std::unexpected<Problem> no_such_field() {
    return std::unexpected{bad_member("fields", {"There is no such field to compare.", "没有这个可比对的字段。"})};
}

std::expected<Claim, Problem> claim_of(std::string_view path, const json::value& value) {
    const auto field = identity::compared_paths.find(path);
    if (!field) return no_such_field();
    Claim claim{.field = *field};
    const json::string* text = value.if_string();
    if (text == nullptr || !set_value(claim, identity::half_width(view(*text)).view())) {
        return std::unexpected{bad_member(std::string{path}, {"No card has such a value.", "没有证件会有这样的值。"})};
    }
    return claim;
}

std::expected<std::vector<ComparedField>, Problem> fields_of(const json::value& value) {
    const json::array* paths = value.if_array();
    if (paths == nullptr || paths->empty()) {
        return std::unexpected{bad_member("fields", {"An array of field paths is expected.", "应为字段路径的数组。"})};
    }
    std::vector<ComparedField> fields;
    for (const json::value& path : *paths) {
        const json::string* text = path.if_string();
        const auto field = text != nullptr ? identity::compared_paths.find(view(*text)) : std::nullopt;
        if (!field) return no_such_field();
        if (std::ranges::find(fields, *field) == fields.end()) fields.push_back(*field);
    }
    return fields;
}

bool read_ids(const json::value& value, std::array<std::string, 2>& reads) {
    const json::array* ids = value.if_array();
    if (ids == nullptr || ids->size() != reads.size()) return false;
    for (std::size_t at = 0; at < reads.size(); ++at) {
        const json::string* id = (*ids)[at].if_string();
        if (id == nullptr || id->empty() || id->size() > longest_id) return false;
        reads.at(at) = view(*id);
    }
    return reads[0] != reads[1];
}

bool may_compare(const FieldSet& granted, std::string_view path) {
    return granted.contains(std::string{"compare."}.append(path));
}

}  // namespace

std::expected<std::vector<Claim>, Problem> parse_match_request(std::string_view body) {
    const auto parsed = parse_json(body);
    const json::object* members = parsed ? parsed->if_object() : nullptr;
    const json::value* fields = members != nullptr && members->size() == 1 ? members->if_contains("fields") : nullptr;
    const json::object* values = fields != nullptr ? fields->if_object() : nullptr;
    if (values == nullptr || values->empty()) {
        return std::unexpected{bad_member("fields", {"A JSON object with the member fields, an object, is expected.",
                                                     "应为带有对象成员 fields 的 JSON 对象。"})};
    }
    std::vector<Claim> claims;
    for (const auto& member : *values) {
        if (member.value().is_null() && identity::compared_paths.find(member.key())) continue;
        auto claim = claim_of(member.key(), member.value());
        if (!claim) return std::unexpected{std::move(claim.error())};
        claims.push_back(std::move(*claim));
    }
    if (claims.empty()) {
        return std::unexpected{bad_member("fields", {"No field has a value to compare.", "没有可比对的字段值。"})};
    }
    return claims;
}

std::expected<CrossCheckRequest, Problem> parse_cross_check_request(std::string_view body) {
    const auto parsed = parse_json(body);
    const json::object* members = parsed ? parsed->if_object() : nullptr;
    const json::value* reads = members != nullptr ? members->if_contains("reads") : nullptr;
    CrossCheckRequest request;
    if (reads == nullptr || !read_ids(*reads, request.reads)) {
        return std::unexpected{bad_member("reads", {"A JSON object with the member reads, two ids, is expected.",
                                                    "应为带有成员 reads（两个标识符）的 JSON 对象。"})};
    }
    const json::value* fields = member_of(*members, "fields");
    if (members->size() != (members->contains("fields") ? 2 : 1)) {
        return std::unexpected{bad_member("", {"There is no such member.", "没有这个成员。"})};
    }
    if (fields == nullptr) return request;
    auto wanted = fields_of(*fields);
    if (!wanted) return std::unexpected{std::move(wanted.error())};
    request.fields = std::move(*wanted);
    return request;
}

bool may_match(const FieldSet& granted, ComparedField field) {
    if (field != ComparedField::currently_valid) return may_compare(granted, path_of(field));
    return may_compare(granted, path_of(ComparedField::valid_from)) &&
           may_compare(granted, path_of(ComparedField::valid_until));
}

bool may_cross_check(const FieldSet& granted, ComparedField field) {
    return may_compare(granted, path_of(field));
}

std::vector<ComparedField> cross_check_fields(const FieldSet& granted) {
    using enum ComparedField;
    std::vector<ComparedField> fields;
    for (const ComparedField field :
         {names, latin_name, chinese_name, sex, birth_date, nationality, number, currently_valid}) {
        const bool part = field == latin_name || field == chinese_name;
        if (part && !fields.empty() && fields.front() == names) continue;
        if (may_cross_check(granted, field)) fields.push_back(field);
    }
    return fields;
}

}  // namespace fivestar::daemon
