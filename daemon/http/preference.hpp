// SPDX-License-Identifier: Apache-2.0
// Members of the headers Accept and Accept-Language, with their weights (RFC 9110 §12.4).
#pragma once

#include <string_view>

namespace fivestar::daemon {

/// The quality of `q=1`.
inline constexpr unsigned full_quality = 1000;

/// One member of such a list: `text/html;q=0.5`.
struct Preference {
    std::string_view range;
    unsigned quality = full_quality;  ///< thousandths; 0 if not accepted, and for a malformed weight
};

/// Removes the first member from `list`, which must not be empty. Parameters other than the weight are ignored.
[[nodiscard]] Preference take_preference(std::string_view& list);

}  // namespace fivestar::daemon
