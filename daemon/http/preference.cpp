// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/preference.hpp"

#include "daemon/http/text_match.hpp"

#include <optional>

namespace fivestar::daemon {
namespace {

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

}  // namespace

Preference take_preference(std::string_view& list) {
    std::string_view parameters = take_until(list, ',');
    Preference preference{.range = take_until(parameters, ';')};
    while (!parameters.empty()) {
        std::string_view value = take_until(parameters, ';');
        if (same_token(take_until(value, '='), "q")) preference.quality = quality_value(trimmed(value)).value_or(0);
    }
    return preference;
}

}  // namespace fivestar::daemon
