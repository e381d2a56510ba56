// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/content_negotiation.hpp"

#include "daemon/http/text_match.hpp"

#include <algorithm>

namespace fivestar::daemon {
namespace {

/// The quality of `q=1`.
constexpr unsigned full_quality = 1000;

/// One member of Accept or Accept-Language: `text/html;q=0.5`.
struct Preference {
    std::string_view range;
    unsigned quality = full_quality;  ///< thousandths; 0 if not accepted, and for a malformed weight
};

/// Parses `0`, `0.5`, `1.000` (RFC 9110 §12.4.2); nothing for another text.
std::optional<unsigned> quality_value(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    unsigned value = static_cast<unsigned>(text[0] - '0') * full_quality;
    unsigned place = full_quality / 10;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value += static_cast<unsigned>(digit - '0') * place;
        place /= 10;
    }
    if (value > full_quality) return std::nullopt;
    return value;
}

/// Removes the first member from `list`, which must not be empty. Parameters other than the weight are ignored.
Preference take_preference(std::string_view& list) {
    std::string_view parameters = take_until(list, ',');
    Preference preference{.range = take_until(parameters, ';')};
    while (!parameters.empty()) {
        std::string_view value = take_until(parameters, ';');
        if (same_token(take_until(value, '='), "q")) preference.quality = quality_value(trimmed(value)).value_or(0);
    }
    return preference;
}

/// Returns 3 for the exact type, 2 for `type/*`, 1 for `*/*`, 0 for a range that does not match.
unsigned specificity(std::string_view range, std::string_view media_type) {
    if (same_token(range, media_type)) return 3;
    if (range == "*/*") return 1;
    if (!range.ends_with("/*")) return 0;
    const std::string_view type = range.substr(0, range.size() - 1);
    return media_type.size() > type.size() && same_token(type, media_type.substr(0, type.size())) ? 2 : 0;
}

/// Returns the quality of the language in `list`: the best of the ranges that name it, else that of `*`.
unsigned language_quality(std::string_view list, std::string_view language) {
    std::optional<unsigned> named;
    unsigned any = 0;
    while (!list.empty()) {
        const Preference preference = take_preference(list);
        if (preference.range == "*") any = preference.quality;
        const std::string_view primary = preference.range.substr(0, preference.range.find('-'));
        if (same_token(primary, language)) named = std::max(named.value_or(0), preference.quality);
    }
    return named.value_or(any);
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

Language preferred_language(std::optional<std::string_view> accept_language) {
    const std::string_view list = accept_language.value_or(std::string_view{});
    return language_quality(list, "zh") > language_quality(list, "en") ? Language::chinese : Language::english;
}

std::string_view language_tag(Language language) {
    return language == Language::chinese ? "zh-Hans" : "en";
}

}  // namespace fivestar::daemon
