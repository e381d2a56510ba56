// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/media_type.hpp"

#include "daemon/http/preference.hpp"
#include "daemon/http/text_match.hpp"

namespace fivestar::daemon {
namespace {

/// Returns 3 for the exact type, 2 for `type/*`, 1 for `*/*`, 0 for a range that does not match.
unsigned specificity(std::string_view range, std::string_view media_type) {
    if (same_token(range, media_type)) return 3;
    if (range == "*/*") return 1;
    if (!range.ends_with("/*")) return 0;
    const std::string_view type = range.substr(0, range.size() - 1);
    return media_type.size() > type.size() && same_token(type, media_type.substr(0, type.size())) ? 2 : 0;
}

}  // namespace

unsigned accept_quality(std::optional<std::string_view> accept, std::string_view media_type) {
    if (!accept || trimmed(*accept).empty()) return full_quality;
    unsigned best_specificity = 0;
    unsigned quality = 0;
    for (std::string_view rest = *accept; !rest.empty();) {
        const Preference preference = take_preference(rest);
        const unsigned specific = specificity(preference.range, media_type);
        if (specific <= best_specificity) continue;
        best_specificity = specific;
        quality = preference.quality;
    }
    return quality;
}

std::optional<std::string_view> best_offer(std::optional<std::string_view> accept,
                                           std::span<const std::string_view> offers) {
    std::optional<std::string_view> best;
    unsigned best_quality = 0;
    for (const std::string_view offer : offers) {
        const unsigned quality = accept_quality(accept, offer);
        if (quality <= best_quality) continue;
        best = offer;
        best_quality = quality;
    }
    return best;
}

bool is_media_type(std::string_view content_type, std::string_view media_type) {
    return same_token(take_until(content_type, ';'), media_type);
}

}  // namespace fivestar::daemon
