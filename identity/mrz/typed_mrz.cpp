// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/typed_mrz.hpp"

#include "crypto/base/zeroized.hpp"
#include "identity/mrz/mrz_layout.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::identity {
namespace {

constexpr std::size_t longest_typed_zone = 90;

/// Returns the layout of a zone that begins so, and fills the zone up; null if none is known.
const MrzLayout* layout_of_beginning(SecretText& zone, std::size_t line_size) {
    for (const std::size_t lines : {1U, 2U, 3U}) {
        if (line_size * lines < zone.size() || line_size * lines > longest_typed_zone) continue;
        SecretText whole = zone.clone();
        while (whole.size() < line_size * lines) whole.push_back('<');
        if (const MrzLayout* const layout = layout_of(whole.view())) {
            zone = std::move(whole);
            return layout;
        }
    }
    return nullptr;
}

std::size_t end_of(const MrzCheck& check) {
    std::size_t end = check.digit + 1;
    for (const MrzRange range : check.covered) end = std::max(end, range.offset + range.size);
    return end;
}

}  // namespace

TypedMrz examine_typed_mrz(std::string_view typed) {
    constexpr std::size_t td1_line = 30;
    TypedMrz result;
    const std::size_t first_line = typed.find('\n');
    SecretText zone;
    for (const char c : typed) {
        if (c != '\n') zone.push_back(c);
    }
    const std::size_t count = zone.size();
    // While the first line is typed, only the code of a permit tells its size.
    const std::size_t line_size = first_line == std::string_view::npos ? td1_line : first_line;
    const MrzLayout* const layout = line_size == 0 ? nullptr : layout_of_beginning(zone, line_size);
    if (layout == nullptr) return result;
    if (first_line == std::string_view::npos && (layout->form != MrzForm::permit || layout->code.empty()))
        return result;
    result.line_size = layout->line_size;
    result.is_complete = count == zone.size() && typed.ends_with('\n');
    for (const MrzCheck& check : checks_of(*layout, zone.view())) {
        if (end_of(check) > count || holds(check, zone.view())) continue;
        result.wrong.push_back({check.digit / layout->line_size + 1, check.digit % layout->line_size + 1});
    }
    std::ranges::sort(result.wrong, {}, [](MrzPosition at) { return std::pair{at.line, at.position}; });
    return result;
}

}  // namespace fivestar::identity
