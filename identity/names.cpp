// SPDX-License-Identifier: Apache-2.0
#include "identity/names.hpp"

#include "crypto/base/utf8.hpp"
#include "identity/card_text.hpp"
#include "identity/name_folding.hpp"

#include <algorithm>
#include <vector>

namespace fivestar::identity {
namespace {

/// Latin blocks, combining marks and general punctuation.
bool latin(char32_t c) {
    return c < 0x0250 || (c >= 0x02B0 && c <= 0x036F) || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2000 && c <= 0x206F);
}

/// The words of a name in upper case; nullopt if one has a letter outside A to Z.
std::optional<std::vector<PersonalText>> words(std::string_view name) {
    std::vector<PersonalText> found;
    bool inside = false;
    for (char c : name) {
        if (static_cast<unsigned char>(c) >= 0x80) return std::nullopt;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        const bool letter = c >= 'A' && c <= 'Z';
        // An apostrophe joins: O'CONNOR is OCONNOR in a machine-readable zone.
        if (!letter && c == '\'') continue;
        if (letter && !inside) found.emplace_back();
        if (letter) found.back().push_back(c);
        inside = letter;
    }
    return found;
}

/// Every word of `parts` begins some word of `whole`, in their order.
bool abbreviates(const std::vector<PersonalText>& parts, const std::vector<PersonalText>& whole) {
    auto at = whole.begin();
    for (const PersonalText& part : parts) {
        at = std::find_if(at, whole.end(),
                          [&](const PersonalText& word) { return word.view().starts_with(part.view()); });
        if (at == whole.end()) return false;
        ++at;
    }
    return true;
}

}  // namespace

PersonalText join_names(std::string_view primary, std::string_view secondary) {
    PersonalText text{primary};
    if (!primary.empty() && !secondary.empty()) text.append(", ");
    text.append(secondary);
    return text;
}

SplitName split_names(std::string_view latin) {
    const std::size_t comma = latin.find(',');
    if (comma == std::string_view::npos) return {trimmed(latin), {}};
    return {trimmed(latin.substr(0, comma)), trimmed(latin.substr(comma + 1))};
}

bool is_latin(std::string_view text) {
    bool all = !text.empty();
    for_each_code_point(text, [&](char32_t c) { all = all && latin(c); });
    return all;
}

bool has_han(std::string_view text) {
    const CodePoints folded = folded_name(text);
    return std::ranges::any_of(folded, is_han);
}

std::optional<bool> same_names(std::string_view zone, std::string_view full, bool truncated) {
    auto parts = words(zone);
    auto whole = words(full);
    if (!parts || !whole || parts->empty() || whole->empty()) return std::nullopt;
    if (truncated) return abbreviates(*parts, *whole);
    const auto spelling = [](const PersonalText& word) { return word.view(); };
    std::ranges::sort(*parts, {}, spelling);
    std::ranges::sort(*whole, {}, spelling);
    return std::ranges::equal(*parts, *whole, {}, spelling, spelling);
}

}  // namespace fivestar::identity
