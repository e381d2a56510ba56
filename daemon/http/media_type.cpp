#include "daemon/http/media_type.hpp"

#include "daemon/http/text_match.hpp"

namespace fivestar::daemon {
namespace {

constexpr unsigned full_quality = 1000;

/// What precedes the first `separator`; `rest` keeps what follows it.
std::string_view take_until(std::string_view& rest, char separator) {
    const auto end = rest.find(separator);
    const std::string_view taken = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return trimmed(taken);
}

/// Thousandths of a qvalue: `0`, `0.5`, `1.000` (RFC 9110 §12.4.2). Nothing for another text.
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

/// 3 for the very type, 2 for `type/*`, 1 for `*/*`, 0 for a range that does not cover it.
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
        std::string_view parameters = take_until(rest, ',');
        const unsigned specific = specificity(take_until(parameters, ';'), media_type);
        if (specific <= best_specificity) continue;
        best_specificity = specific;
        quality = full_quality;
        while (!parameters.empty()) {
            std::string_view value = take_until(parameters, ';');
            if (same_token(take_until(value, '='), "q")) quality = quality_value(trimmed(value)).value_or(0);
        }
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
