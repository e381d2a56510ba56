// JSON from text and to text, without a copy left behind in memory that nobody zeroizes.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace fivestar::daemon {

inline constexpr std::size_t max_json_depth = 8;

/// The value that `text` spells (RFC 8259, UTF-8 checked), in zeroizing memory. `malformed` for anything else,
/// for a member named twice and for nesting deeper than `max_json_depth`; `trailing_bytes` for text after the value.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text);

/// One line without white space. An object, not a value, which would be made by copying the object.
[[nodiscard]] PersonalText serialize_json(const boost::json::object& object);

}  // namespace fivestar::daemon
