// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/read_body.hpp"

#include "crypto/base/nearest.hpp"
#include "daemon/api/json_text.hpp"
#include "identity/mrz/mrz_information.hpp"
#include "identity/record_field.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_id = 256;
constexpr std::size_t can_digits = 6;  // ICAO Doc 9303-4 §4.1.1: "a 6-digit number"

using Fault = std::optional<Problem>;
constexpr std::nullopt_t fine = std::nullopt;

Problem bad_key(std::string field, Phrase detail) {
    return {.code = ProblemCode::bad_access_key, .detail = detail, .field = std::move(field)};
}

Problem unknown_member(std::string_view parent, std::string_view name, std::span<const std::string_view> known) {
    const std::string shown = if_name(name);
    Problem problem = bad_member(std::string{parent}.append(shown), {"There is no such member.", "没有这个成员。"});
    problem.unknown = shown;
    problem.nearest = nearest(name, known).value_or("");
    return problem;
}

Problem unknown_field(std::string_view path) {
    constexpr std::array<std::string_view, 6> parents{"document", "holder", "holder.names", "number", "raw", "module"};
    std::vector<std::string_view> known{parents.begin(), parents.end()};
    known.insert(known.end(), identity::record_field_paths.all().begin(), identity::record_field_paths.all().end());
    Problem problem = bad_member("fields", {"There is no such field.", "没有这个字段。"});
    problem.unknown = if_name(path);
    problem.nearest = nearest(path, known).value_or("");
    return problem;
}

Fault read_id(const json::value& value, const char* name, std::string& id) {
    const json::string* text = value.if_string();
    if (text == nullptr || text->empty() || text->size() > longest_id)
        return bad_member(name, {"An id is expected.", "应为标识符。"});
    id = view(*text);
    return fine;
}

// The members of `access`.

/// Returns the printed lines of a text or of an array of lines.
std::optional<SecretText> printed_lines(const json::value& value) {
    if (const json::string* text = value.if_string()) return SecretText{view(*text)};
    const json::array* lines = value.if_array();
    if (lines == nullptr) return std::nullopt;
    SecretText joined;
    for (const json::value& line : *lines) {
        const json::string* text = line.if_string();
        if (text == nullptr) return std::nullopt;
        joined.append(view(*text));
        joined.push_back('\n');
    }
    return joined;
}

Fault read_mrz(const json::value& value, AccessKeys& keys) {
    const auto lines = printed_lines(value);
    if (!lines) return bad_member("access.mrz", {"A text or an array of lines is expected.", "应为文本或行的数组。"});
    auto information = identity::mrz_information(lines->view());
    if (!information) {
        return bad_key("access.mrz", {"These are not the lines of a machine-readable zone.", "这不是机读区的内容。"});
    }
    keys.mrz_information = std::move(*information);
    return fine;
}

Fault read_can(const json::value& value, AccessKeys& keys) {
    const json::string* text = value.if_string();
    if (text == nullptr) return bad_member("access.can", {"A text of digits is expected.", "应为数字文本。"});
    const bool digits = std::ranges::all_of(*text, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || text->size() != can_digits)
        return bad_key("access.can", {"A card access number has six digits.", "卡片访问号（CAN）为六位数字。"});
    keys.can = SecretText{view(*text)};
    return fine;
}

Fault read_values(const std::array<const json::value*, 3>& values, AccessKeys& keys) {
    constexpr std::array names{"access.document_number", "access.birth_date", "access.expiry_date"};
    std::array<std::string_view, 3> texts;
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (values[at] == nullptr) {
            return bad_key(names[at], {"Number, birth date and expiry date only work together.",
                                       "证件号码、出生日期和有效期必须同时提供。"});
        }
        const json::string* text = values[at]->if_string();
        if (text == nullptr) return bad_member(names[at], {"A text is expected.", "应为文本。"});
        texts[at] = view(*text);
    }
    auto information = identity::mrz_information(texts[0], texts[1], texts[2]);
    if (!information) {
        return bad_key("access." + std::string{information.error().step},
                       {"No document has such a value printed.", "没有证件会印有这样的值。"});
    }
    keys.mrz_information = std::move(*information);
    return fine;
}

Fault read_scanned(const json::value& value, bool& scanned) {
    if (value != true) return bad_member("access.scanned", {"true is expected.", "应为 true。"});
    scanned = true;
    return fine;
}

Fault read_access(const json::value& value, ReadBody& request) {
    AccessKeys& keys = request.access;
    const json::object* access = value.if_object();
    if (access == nullptr) return bad_member("access", {"An object is expected.", "应为对象。"});
    constexpr std::array<std::string_view, 6> known{"can",        "mrz",         "document_number",
                                                    "birth_date", "expiry_date", "scanned"};
    for (const auto& member : *access) {
        if (std::ranges::find(known, std::string_view{member.key()}) == known.end()) {
            return unknown_member("access.", member.key(), known);
        }
    }
    const json::value* can = member_of(*access, "can");
    const json::value* mrz = member_of(*access, "mrz");
    const json::value* scanned = member_of(*access, "scanned");
    const std::array values{member_of(*access, "document_number"), member_of(*access, "birth_date"),
                            member_of(*access, "expiry_date")};
    const bool any_value = std::ranges::any_of(values, [](const json::value* part) { return part != nullptr; });
    if ((can != nullptr) + (mrz != nullptr) + (scanned != nullptr) + any_value != 1) {
        return bad_key("access",
                       {"One key is expected: can, or mrz, or document_number, birth_date and expiry_date, or scanned.",
                        "应提供一种密钥：can，或 mrz，或 document_number、birth_date 和 expiry_date，或 scanned。"});
    }
    if (can != nullptr) return read_can(*can, keys);
    if (mrz != nullptr) return read_mrz(*mrz, keys);
    if (scanned != nullptr) return read_scanned(*scanned, request.scanned_key);
    return read_values(values, keys);
}

// The other members.

Fault read_wait_for(const json::value& value, WaitFor& wait_for) {
    if (value == "present") {
        wait_for = WaitFor::present;
    } else if (value == "next") {
        wait_for = WaitFor::next;
    } else {
        return bad_member("wait_for", {"present or next is expected.", "应为 present 或 next。"});
    }
    return fine;
}

Fault read_wait_seconds(const json::value& value, std::chrono::seconds& wait) {
    const auto seconds = integer_of(value);
    if (!seconds || *seconds < 0 || *seconds > longest_wait.count()) {
        return bad_member("wait_seconds", {"A whole number from 0 to 120 is expected.", "应为 0 到 120 的整数。"});
    }
    wait = std::chrono::seconds{*seconds};
    return fine;
}

Fault read_fields(const json::value& value, std::optional<std::vector<std::string>>& fields) {
    const json::array* paths = value.if_array();
    if (paths == nullptr) return bad_member("fields", {"An array of field paths is expected.", "应为字段路径的数组。"});
    fields.emplace();
    for (const json::value& path : *paths) {
        const json::string* text = path.if_string();
        FieldSet known;
        if (text == nullptr) return bad_member("fields", {"There is no such field.", "没有这个字段。"});
        if (!known.add(view(*text))) return unknown_field(view(*text));
        fields->emplace_back(view(*text));
    }
    return fine;
}

Fault read_require(const json::value& value, std::vector<identity::CheckName>& require) {
    const json::array* names = value.if_array();
    if (names == nullptr) return bad_member("require", {"An array of checks is expected.", "应为检查名称的数组。"});
    for (const json::value& name : *names) {
        const json::string* text = name.if_string();
        const auto check = text != nullptr ? identity::check_names.find(view(*text)) : std::nullopt;
        if (!check) {
            Problem problem = bad_member("require", {"There is no such check.", "没有这项检查。"});
            if (text != nullptr) {
                problem.unknown = if_name(view(*text));
                problem.nearest = nearest(view(*text), identity::check_names.all()).value_or("");
            }
            return problem;
        }
        require.push_back(*check);
    }
    return fine;
}

Fault read_evidence(const json::value& value, bool& evidence) {
    const bool* wanted = value.if_bool();
    if (wanted == nullptr) return bad_member("evidence", {"true or false is expected.", "应为 true 或 false。"});
    evidence = *wanted;
    return fine;
}

/// Reads a member. JSON null leaves the default: serializers write it for an option without a value.
Fault read_member(std::string_view name, const json::value& value, ReadBody& request) {
    constexpr std::array<std::string_view, 8> known{"reader", "card",   "wait_for", "wait_seconds",
                                                    "access", "fields", "require",  "evidence"};
    if (std::ranges::find(known, name) == known.end()) return unknown_member("", name, known);
    if (value.is_null()) return fine;
    if (name == "reader") return read_id(value, "reader", request.selection.reader);
    if (name == "card") return read_id(value, "card", request.selection.card);
    if (name == "wait_for") return read_wait_for(value, request.selection.wait_for);
    if (name == "wait_seconds") return read_wait_seconds(value, request.selection.wait);
    if (name == "access") return read_access(value, request);
    if (name == "fields") return read_fields(value, request.fields);
    if (name == "require") return read_require(value, request.require);
    return read_evidence(value, request.evidence);
}

}  // namespace

std::expected<ReadBody, Problem> parse_read_body(std::string_view body) {
    ReadBody request;
    if (without_byte_order_mark(body).empty()) return request;
    const auto parsed = parse_json(body);
    if (!parsed) {
        return std::unexpected{Problem{.code = ProblemCode::bad_request,
                                       .detail = {"The body is not JSON in UTF-8, or names a member twice.",
                                                  "请求体不是 UTF-8 编码的 JSON，或有重复的成员。"}}};
    }
    const json::object* members = parsed->if_object();
    if (members == nullptr) {
        return std::unexpected{
            Problem{.code = ProblemCode::bad_request, .detail = {"A JSON object is expected.", "应为 JSON 对象。"}}};
    }
    for (const auto& member : *members) {
        if (auto fault = read_member(member.key(), member.value(), request)) {
            return std::unexpected{std::move(*fault)};
        }
    }
    return request;
}

FieldSet asked_fields(const ReadBody& request, const Grants& grants) {
    FieldSet asked = grants.fields.without_module_data();
    if (request.fields) {
        asked = {};
        for (const std::string& path : *request.fields) static_cast<void>(asked.add(path));
    } else if (asked.contains(RecordField::evidence)) {
        asked.remove(RecordField::evidence);
    }
    if (request.evidence) asked.add(RecordField::evidence);
    return asked;
}

std::expected<FieldSet, Problem> fields_of(const ReadBody& request, const Grants& grants) {
    const auto not_granted = [](std::string field) {
        return std::unexpected{Problem{.code = ProblemCode::not_granted, .field = std::move(field)}};
    };
    if (!request.require.empty() && !grants.fields.contains(RecordField::verification))
        return not_granted("verification");
    if (request.evidence && !grants.fields.contains(RecordField::evidence)) return not_granted("evidence");
    if (!request.fields) return grants.fields.without_module_data();
    FieldSet fields;
    for (const std::string& path : *request.fields) {
        FieldSet wanted;
        if (!wanted.add(path) || !grants.fields.includes(wanted) || !fields.add(path)) return not_granted(path);
    }
    if (grants.fields.contains(RecordField::verification)) fields.add(RecordField::verification);
    if (request.evidence) fields.add(RecordField::evidence);
    return fields;
}

}  // namespace fivestar::daemon
