// SPDX-License-Identifier: Apache-2.0
// Percent-encoding in request targets (RFC 3986 §2.1) and the form encoding of queries.
#pragma once

#include "crypto/base/error.hpp"
#include "daemon/http/request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// Decodes a segment of a path. `malformed` for a broken escape, and for text that is not UTF-8 or has control
/// characters.
[[nodiscard]] Result<std::string> decode_segment(std::string_view encoded);

/// Decodes the members of a query, in which `+` stands for a space. Errors as above.
[[nodiscard]] Result<std::vector<NamedText>> decode_query(std::string_view encoded);

}  // namespace fivestar::daemon
