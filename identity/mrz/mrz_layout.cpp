// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/mrz_layout.hpp"

#include "crypto/base/zeroized.hpp"
#include "identity/mrz/mrz_check_digit.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

constexpr char mrz_filler = '<';

bool fits(const MrzLayout& layout, std::string_view zone) {
    if (layout.line_size * layout.lines != zone.size() || !zone.starts_with(layout.code)) return false;
    if (layout.sex_tells && zone[layout.sex.offset] != 'F' && zone[layout.sex.offset] != 'M') return false;
    if (layout.issuing_state.exists()) {
        return layout.issuer.empty() ||
               zone.substr(layout.issuing_state.offset, layout.issuing_state.size) == layout.issuer;
    }
    // A TD1 document of another state may have the code of a permit. It has letters where the permit has its number.
    return layout.lines == 1 || !letters_then_fillers(zone.substr(2, 3));
}

/// Returns the rest of a long document number with its check digit; a range that does not exist if there is none.
MrzRange continued_number(const MrzLayout& layout, std::string_view zone) {
    if (!layout.number_continues) return {};
    const std::size_t end = layout.document_number.offset + layout.document_number.size;
    if (zone[end] != mrz_filler || zone[end - 1] == mrz_filler) return {};
    const std::string_view optional_data = zone.substr(layout.optional_data.offset, layout.optional_data.size);
    // Doc 9303-5 section 4.2.2.1, note j: the rest of the number, its check digit, a filler.
    return {layout.optional_data.offset, std::min(optional_data.find(mrz_filler), optional_data.size())};
}

}  // namespace

bool letters_then_fillers(std::string_view field) {
    const std::string_view letters = field.substr(0, field.find(mrz_filler));
    return !letters.empty() && std::ranges::all_of(letters, [](char c) { return c >= 'A' && c <= 'Z'; }) &&
           std::ranges::all_of(field.substr(letters.size()), [](char c) { return c == mrz_filler; });
}

const MrzLayout* layout_of(std::string_view zone) {
    const auto* const layout =
        std::ranges::find_if(mrz_layouts, [zone](const MrzLayout& candidate) { return fits(candidate, zone); });
    return layout == mrz_layouts.end() ? nullptr : layout;
}

std::array<MrzRange, 2> number_ranges(const MrzLayout& layout, std::string_view zone) {
    const MrzRange rest = continued_number(layout, zone);
    if (!rest.exists()) return {layout.document_number, {}};
    return {layout.document_number, {rest.offset, rest.size - 1}};
}

std::vector<MrzCheck> checks_of(const MrzLayout& layout, std::string_view zone) {
    MrzCheck number = behind(layout.document_number, Reason::document_number_check_digit);
    if (const MrzRange rest = continued_number(layout, zone); rest.exists()) {
        number.digit = rest.offset + rest.size - 1;
        number.covered[1] = {rest.offset, rest.size - 1};
    }
    std::vector<MrzCheck> checks{number};
    for (const MrzCheck& check : layout.checks) {
        if (check.fault != Reason::none) checks.push_back(check);
    }
    return checks;
}

bool holds(const MrzCheck& check, std::string_view zone) {
    PersonalText content;
    for (const MrzRange range : check.covered) content.append(zone.substr(range.offset, range.size));
    const char digit = zone[check.digit];
    if (mrz_check_digit(content.view()) == digit) return true;
    const bool one_field = !check.covered[1].exists();
    return one_field && digit == mrz_filler &&
           std::ranges::all_of(content.view(), [](char c) { return c == mrz_filler; });
}

}  // namespace fivestar::identity
