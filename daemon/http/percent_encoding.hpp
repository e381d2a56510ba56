// Percent-encoding in request targets (RFC 3986 §2.1) and the form encoding of queries.
#pragma once

#include "crypto/base/error.hpp"
#include "daemon/http/request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// The text that a segment of a path encodes. `malformed` for a broken escape, and for what is not UTF-8 without
/// control characters.
[[nodiscard]] Result<std::string> decode_segment(std::string_view encoded);

/// The members of a query, `+` meaning a space. Errors as above.
[[nodiscard]] Result<std::vector<NamedText>> decode_query(std::string_view encoded);

}  // namespace fivestar::daemon
