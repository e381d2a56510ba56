// SPDX-License-Identifier: Apache-2.0
#include "identity/chinese_name.hpp"

#include "crypto/base/utf8.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

bool starts_with(const CodePoints& whole, const CodePoints& part) {
    return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

bool was_cut(const ChineseName& cut, const ChineseName& whole) {
    constexpr std::size_t field = 15;  // UTF-16 units that the national text record has room for
    if (cut.units != field && !cut.truncated) return false;
    if (starts_with(whole.characters, cut.characters)) return true;
    if (cut.characters.empty() || cut.characters.back() != replacement_character) return false;
    const CodePoints kept(cut.characters.begin(), cut.characters.end() - 1);
    return starts_with(whole.characters, kept);
}

bool agree_in_known_characters(const ChineseName& one, const ChineseName& other) {
    return std::ranges::equal(one.characters, other.characters, [](char32_t a, char32_t b) {
        return a == b || !is_name_character(a) || !is_name_character(b);
    });
}

}  // namespace

ChineseName::ChineseName(std::string_view text, bool by_zone) : truncated(by_zone) {
    for_each_code_point(text, [&](char32_t c) { units += c < 0x10000 ? 1U : 2U; });
    bool after_separator = false;
    const CodePoints folded = folded_name(text);
    for (const char32_t c : folded) {
        const bool is_separator = separates_words(c) || (is_mark(c) && after_separator);  // U+02D9 taken apart
        if (!is_separator) characters.push_back(folded_case(c));
        after_separator = is_separator;
    }
}

ChineseNameLikeness likeness_of(const ChineseName& one, const ChineseName& other) {
    const bool was_replaced = std::ranges::find(one.characters, replacement_character) != one.characters.end();
    if (one.characters == other.characters && !was_replaced) return ChineseNameLikeness::same;
    if (was_cut(one, other) || was_cut(other, one)) return ChineseNameLikeness::cut;
    return agree_in_known_characters(one, other) ? ChineseNameLikeness::open : ChineseNameLikeness::different;
}

std::optional<bool> same_chinese_names(std::string_view one, std::string_view other) {
    const ChineseNameLikeness likeness = likeness_of(ChineseName{one}, ChineseName{other});
    if (likeness == ChineseNameLikeness::open) return std::nullopt;
    return likeness != ChineseNameLikeness::different;
}

}  // namespace fivestar::identity
