// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/language.hpp"

#include "daemon/http/preference.hpp"
#include "daemon/http/text_match.hpp"

#include <algorithm>

namespace fivestar::daemon {
namespace {

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

Language preferred_language(std::optional<std::string_view> accept_language) {
    const std::string_view list = accept_language.value_or(std::string_view{});
    return language_quality(list, "zh") > language_quality(list, "en") ? Language::chinese : Language::english;
}

std::string_view language_tag(Language language) {
    return language == Language::chinese ? "zh-Hans" : "en";
}

}  // namespace fivestar::daemon
