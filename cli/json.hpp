// The daemon's JSON, read into memory that is zeroized, and the few pieces of JSON this program writes.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// `malformed` for anything but one JSON value.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text);

/// The member a JSON pointer (RFC 6901) names; a null value where there is none.
[[nodiscard]] const boost::json::value& at(const boost::json::value& value, std::string_view pointer);

/// The text there, as sent; empty where there is no text.
[[nodiscard]] std::string_view text_at(const boost::json::value& value, std::string_view pointer);

/// A scalar as a person reads it, printable: texts as they are, yes and no, numbers. Empty for null, objects and
/// arrays.
[[nodiscard]] PersonalText scalar_at(const boost::json::value& value, std::string_view pointer);

/// Quotes included. For keys, too: nothing is left behind.
void append_json_string(SecretText& to, std::string_view text);

}  // namespace fivestar::cli
