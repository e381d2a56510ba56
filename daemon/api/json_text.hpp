// SPDX-License-Identifier: Apache-2.0
// Parses and serializes JSON, in zeroizing memory.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <optional>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace fivestar::daemon {

inline constexpr std::size_t max_json_depth = 8;

/// Parses a value (RFC 8259, UTF-8 checked). `malformed` for anything else, for a member named twice, and for nesting
/// deeper than `max_json_depth`; `trailing_bytes` for text after the value.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text);

/// Returns the characters of a JSON string.
[[nodiscard]] inline std::string_view view(const boost::json::string& text) {
    return {text.data(), text.size()};
}

/// Returns octets in base64, as JSON in `storage`. No copy of the text is left in memory.
[[nodiscard]] boost::json::value base64_json(ByteView octets, const boost::json::storage_ptr& storage);

/// Returns JSON null for what is absent: for an empty text, and for no instant.
[[nodiscard]] boost::json::value text_or_null(std::string_view text, const boost::json::storage_ptr& storage = {});
[[nodiscard]] boost::json::value instant_or_null(const std::optional<WallTime>& instant);

/// Serializes an object in one line, without white space. Takes an object, because conversion to a value copies it.
[[nodiscard]] PersonalText serialize_json(const boost::json::object& object);

}  // namespace fivestar::daemon
