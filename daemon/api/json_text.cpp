// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/json_text.hpp"

#include "crypto/base/zeroizing_resource.hpp"
#include "daemon/api/rfc3339.hpp"

#include <array>
#include <limits>
#include <utility>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serializer.hpp>
#include <boost/json/value_stack.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;
using ParseError = json::error_code;

/// Builds the value as json::parser does, and counts the members in the text. The value keeps only one of two members
/// with the same name, so a difference reveals a duplicate.
struct ValueBuilder {
    static constexpr std::size_t max_object_size = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t max_array_size = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t max_key_size = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t max_string_size = std::numeric_limits<std::uint32_t>::max();

    json::value_stack stack{zeroizing_storage()};
    std::size_t members = 0;

    static bool on_document_begin(ParseError&) { return true; }
    static bool on_document_end(ParseError&) { return true; }
    static bool on_object_begin(ParseError&) { return true; }
    bool on_object_end(std::size_t count, ParseError&) {
        members += count;
        stack.push_object(count);
        return true;
    }
    static bool on_array_begin(ParseError&) { return true; }
    bool on_array_end(std::size_t count, ParseError&) {
        stack.push_array(count);
        return true;
    }
    bool on_key_part(json::string_view text, std::size_t, ParseError&) {
        stack.push_chars(text);
        return true;
    }
    bool on_key(json::string_view text, std::size_t, ParseError&) {
        stack.push_key(text);
        return true;
    }
    bool on_string_part(json::string_view text, std::size_t, ParseError&) {
        stack.push_chars(text);
        return true;
    }
    bool on_string(json::string_view text, std::size_t, ParseError&) {
        stack.push_string(text);
        return true;
    }
    static bool on_number_part(json::string_view, ParseError&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, ParseError&) {
        stack.push_int64(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, json::string_view, ParseError&) {
        stack.push_uint64(number);
        return true;
    }
    bool on_double(double number, json::string_view, ParseError&) {
        stack.push_double(number);
        return true;
    }
    bool on_bool(bool value, ParseError&) {
        stack.push_bool(value);
        return true;
    }
    bool on_null(ParseError&) {
        stack.push_null();
        return true;
    }
    static bool on_comment_part(json::string_view, ParseError&) { return true; }
    static bool on_comment(json::string_view, ParseError&) { return true; }
};

/// Recursion is bounded by `max_json_depth`, which the parser enforces.
std::size_t count_members(const json::value& value) {  // NOLINT(misc-no-recursion)
    std::size_t count = 0;
    if (const auto* object = value.if_object()) {
        count = object->size();
        for (const auto& member : *object) count += count_members(member.value());
    } else if (const auto* array = value.if_array()) {
        for (const auto& element : *array) count += count_members(element);
    }
    return count;
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
    return text;
}

Result<json::value> parse_json(std::string_view text) {
    text = without_byte_order_mark(text);
    json::parse_options options;
    options.max_depth = max_json_depth;
    json::basic_parser<ValueBuilder> parser{options};
    ValueBuilder& builder = parser.handler();
    builder.stack.reset(zeroizing_storage());
    ParseError error;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
    if (error) return fail(ErrorCode::malformed);
    if (used != text.size()) return fail(ErrorCode::trailing_bytes);
    json::value value = builder.stack.release();
    if (count_members(value) != builder.members) return fail(ErrorCode::malformed, 0, "duplicate_member");
    return value;
}

const json::value* member_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && !value->is_null() ? value : nullptr;
}

std::optional<std::int64_t> integer_of(const json::value& value) {
    if (const std::int64_t* integer = value.if_int64()) return *integer;
    const double* number = value.if_double();
    constexpr double limit = 0x1p63;
    if (number == nullptr || !(*number >= -limit && *number < limit)) return std::nullopt;
    const auto integer = static_cast<std::int64_t>(*number);
    if (static_cast<double>(integer) != *number) return std::nullopt;
    return integer;
}

json::value text_or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value instant_or_null(const std::optional<WallTime>& instant) {
    return text_or_null(instant ? rfc3339(*instant) : std::string{});
}

Utf8Text serialize_json(const json::object& object) {
    json::serializer serializer;
    serializer.reset(&object);
    PersonalText text;
    std::array<char, 4096> buffer{};
    while (!serializer.done()) {
        const auto part = serializer.read(buffer.data(), buffer.size());
        text.append({part.data(), part.size()});
        zeroize(buffer.data(), part.size());
    }
    return Utf8Text{std::move(text)};
}

}  // namespace fivestar::daemon
