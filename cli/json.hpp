// SPDX-License-Identifier: Apache-2.0
// JSON of the daemon in zeroized memory.
#pragma once

#include "client/json_document.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <string_view>

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// Parses one JSON value; `malformed` for anything else. Octets that are not UTF-8 count as U+FFFD: daemons of 0.1.0
/// sent the name of a reader as it was.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text);

/// The value at a JSON pointer (RFC 6901); a null value if there is none.
[[nodiscard]] const boost::json::value& at(const boost::json::value& value, std::string_view pointer);

/// The string at a JSON pointer; empty if there is none.
[[nodiscard]] std::string_view text_at(const boost::json::value& value, std::string_view pointer);

/// The scalar at a JSON pointer as printable text; booleans are yes and no. Empty for null, objects and arrays.
[[nodiscard]] PersonalText scalar_at(const boost::json::value& value, std::string_view pointer);

/// The scalars of the array at a JSON pointer, as above, with `separator` between them. Empty for anything else.
[[nodiscard]] PersonalText list_at(const boost::json::value& value, std::string_view pointer,
                                   std::string_view separator = ", ");

using client::append_json_string;

}  // namespace fivestar::cli
