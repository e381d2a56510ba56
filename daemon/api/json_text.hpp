// SPDX-License-Identifier: Apache-2.0
// Parses and serializes JSON, in zeroizing memory.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/utf8.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace fivestar::daemon {

inline constexpr std::size_t max_json_depth = 8;

/// Returns the text without the byte order mark in front of it, which RFC 8259 §8.1 lets a parser ignore. Some editors
/// and libraries of Windows write one.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);

/// Parses a value (RFC 8259, UTF-8 checked), behind a byte order mark or without one. `malformed` for anything else,
/// for a member named twice, and for nesting deeper than `max_json_depth`; `trailing_bytes` for text after the value.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text);

/// Returns the characters of a JSON string.
[[nodiscard]] inline std::string_view view(const boost::json::string& text) {
    return {text.data(), text.size()};
}

/// Returns the member of that name; null if there is none, or if its value is JSON null: serializers write null for an
/// option without a value.
[[nodiscard]] const boost::json::value* member_of(const boost::json::object& object, std::string_view name);

/// Returns the number of a JSON number without a fraction, which JSON Schema calls an integer: 1, 1.0 and 10e-1 are the
/// same. Nothing for any other value and for a number beyond 64 bits.
[[nodiscard]] std::optional<std::int64_t> integer_of(const boost::json::value& value);

/// Returns JSON null for what is absent: for an empty text, and for no instant.
[[nodiscard]] boost::json::value text_or_null(std::string_view text);
[[nodiscard]] boost::json::value instant_or_null(const std::optional<WallTime>& instant);

/// Serializes an object in one line, without white space; parts of strings that are not UTF-8 become U+FFFD. Takes an
/// object, because conversion to a value copies it.
[[nodiscard]] Utf8Text serialize_json(const boost::json::object& object);

}  // namespace fivestar::daemon
