// The lists in which a client says what it would rather have: Accept, Accept-Language (RFC 9110 §12.4).
#pragma once

#include <string_view>

namespace fivestar::daemon {

/// Of `q=1`.
inline constexpr unsigned full_quality = 1000;

/// One member of such a list: `text/html;q=0.5`.
struct Preference {
    std::string_view range;
    unsigned quality = full_quality;  ///< thousandths; 0 for what is not wanted, and where the weight is no weight
};

/// Takes the first member off `list`, which must not be empty. Parameters other than the weight are passed over.
[[nodiscard]] Preference take_preference(std::string_view& list);

}  // namespace fivestar::daemon
