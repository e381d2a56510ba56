// SPDX-License-Identifier: Apache-2.0
// JSON values whose memory is zeroized when it is released.
#pragma once

#include "crypto/base/error.hpp"

#include <cstddef>
#include <string_view>

#include <boost/json/value.hpp>

namespace fivestar::browser {

/// Parses one JSON value nested at most `max_depth` deep; `malformed` for anything else. Its memory is bounded by a
/// small multiple of the text's size.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text, std::size_t max_depth);

[[nodiscard]] inline std::string_view view_of(boost::json::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace fivestar::browser
