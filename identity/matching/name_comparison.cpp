// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/name_comparison.hpp"

#include "crypto/base/utf8.hpp"
#include "identity/card_text.hpp"
#include "identity/matching/name_words.hpp"
#include "identity/names.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace fivestar::identity {
namespace {

using Words = std::vector<const NameWord*>;

bool equal(const NameWord& one, const NameWord& other) {
    return std::ranges::any_of(one.spellings, [&](const PersonalText& text) {
        return std::ranges::any_of(other.spellings,
                                   [&](const PersonalText& same) { return text.view() == same.view(); });
    });
}

/// True if the letters are the same apart from case; not only spelled alike.
bool identical(const NameWord& one, const NameWord& other) {
    return one.plain == other.plain && std::ranges::all_of(all_spellings, [&](Spelling spelling) {
               return one.in(spelling) == other.in(spelling);
           });
}

bool begins(const NameWord& part, const NameWord& whole) {
    return std::ranges::any_of(part.spellings, [&](const PersonalText& text) {
        return std::ranges::any_of(whole.spellings,
                                   [&](const PersonalText& longer) { return longer.view().starts_with(text.view()); });
    });
}

/// True if one word is the initial of the other.
bool initial(const NameWord& one, const NameWord& other) {
    const auto single = [](const NameWord& word) { return word.in(Spelling::plain).size() == 1; };
    return (single(one) && begins(one, other)) || (single(other) && begins(other, one));
}

Words all_of(const std::vector<NameWord>& first, const std::vector<NameWord>& then) {
    Words words;
    words.reserve(first.size() + then.size());
    for (const auto* part : {&first, &then}) {
        for (const NameWord& word : *part) words.push_back(&word);
    }
    return words;
}

Words in_order(const NameWords& name) {
    return all_of(name.primary, name.secondary);
}
Words reversed(const NameWords& name) {
    return all_of(name.secondary, name.primary);
}

bool equal_one_by_one(const Words& one, const Words& other) {
    return std::ranges::equal(one, other, [](const NameWord* a, const NameWord* b) { return equal(*a, *b); });
}

/// Removes from `words` one word for each of `wanted`; false if one is missing, and then some may have been removed.
bool take_out(Words& words, const Words& wanted) {
    return std::ranges::all_of(wanted, [&](const NameWord* word) {
        const auto found = std::ranges::find_if(words, [&](const NameWord* each) { return equal(*each, *word); });
        if (found == words.end()) return false;
        words.erase(found);
        return true;
    });
}

bool equal_in_any_order(const Words& one, const Words& other) {
    Words rest = one;
    return one.size() == other.size() && take_out(rest, other);
}

PersonalText joined(const Words& words, Spelling spelling) {
    PersonalText text;
    for (const NameWord* word : words) text.append(word->in(spelling));
    return text;
}

bool equal_without_blanks(const Words& one, const Words& other) {
    return std::ranges::any_of(all_spellings, [&](Spelling a) {
        return std::ranges::any_of(all_spellings,
                                   [&](Spelling b) { return joined(one, a).view() == joined(other, b).view(); });
    });
}

/// True if every word of `parts` begins a word of `whole`, in order.
bool cut_from(const Words& parts, const Words& whole) {
    auto at = whole.begin();
    for (const NameWord* part : parts) {
        at = std::find_if(at, whole.end(), [&](const NameWord* word) { return begins(*part, *word); });
        if (at == whole.end()) return false;
        ++at;
    }
    return true;
}

bool cut_in_some_order(const NameWords& cut, const NameWords& whole) {
    return cut_from(in_order(cut), in_order(whole)) || cut_from(reversed(cut), in_order(whole)) ||
           cut_from(in_order(cut), reversed(whole));
}

/// True if every given name of the shorter list is in the longer one, in order, in full or as an initial.
bool given_names_fit(const Words& one, const Words& other) {
    const Words& few = one.size() <= other.size() ? one : other;
    const Words& many = one.size() <= other.size() ? other : one;
    auto at = many.begin();
    for (const NameWord* name : few) {
        at = std::find_if(at, many.end(),
                          [&](const NameWord* each) { return equal(*name, *each) || initial(*name, *each); });
        if (at == many.end()) return false;
        ++at;
    }
    return true;
}

Words view_of(const std::vector<NameWord>& words) {
    return all_of(words, {});
}

/// `parted` tells family name and given names apart, `whole` need not. Whole family names must agree.
std::optional<Comparison> compare_abbreviated(const NameWords& parted, const NameWords& whole) {
    if (parted.primary.empty() || parted.secondary.empty()) return std::nullopt;
    Words given = in_order(whole);
    if (!take_out(given, view_of(parted.primary))) return std::nullopt;
    if (given.empty()) return not_comparable(Reason::incomplete);
    if (!whole.secondary.empty() && !equal_in_any_order(view_of(whole.primary), view_of(parted.primary)) &&
        !equal_in_any_order(view_of(whole.secondary), view_of(parted.primary))) {
        return std::nullopt;
    }
    if (given_names_fit(given, view_of(parted.secondary))) return same(Reason::abbreviated);
    return std::nullopt;
}

Reason reason_of(NameFault fault) {
    if (fault == NameFault::too_long) return Reason::too_long;
    return fault == NameFault::other_script ? Reason::different_scripts : Reason::unknown_letter;
}

Comparison compare_one_way(const NameWords& one, const NameWords& other) {
    const Words words = in_order(one);
    const Words others = in_order(other);
    if (equal_one_by_one(words, others)) {
        const bool letters =
            std::ranges::equal(words, others, [](const NameWord* a, const NameWord* b) { return identical(*a, *b); });
        return letters ? same() : same(Reason::transliterated);
    }
    if (equal_in_any_order(words, others)) return same(Reason::other_order);
    if (equal_without_blanks(words, others) || equal_without_blanks(reversed(one), others) ||
        equal_without_blanks(words, reversed(other))) {
        return same(Reason::other_division);
    }
    if ((one.truncated && cut_in_some_order(one, other)) || (other.truncated && cut_in_some_order(other, one))) {
        return same(Reason::truncated);
    }
    return compare_abbreviated(one, other).value_or(different());
}

/// Ranks a result, the best first: same by the reason needed, then not comparable, then different.
std::size_t rank(const Comparison& comparison) {
    constexpr std::array ways{Reason::none,           Reason::transliterated, Reason::other_order,
                              Reason::other_division, Reason::truncated,      Reason::abbreviated};
    const auto* const way = std::ranges::find(ways, comparison.reason);
    const auto found = static_cast<std::size_t>(way - ways.begin());
    if (comparison.likeness == Likeness::same) return found;
    return ways.size() + (comparison.likeness == Likeness::different ? 2 : 1);
}

/// Compares in both directions, so that the order of the arguments does not matter.
Comparison compare_words(const NameWords& one, const NameWords& other) {
    return std::min(compare_one_way(one, other), compare_one_way(other, one),
                    [](const Comparison& a, const Comparison& b) { return rank(a) < rank(b); });
}

/// The characters of a Chinese name, without blanks and the points between the parts of foreign ones.
PersonalText characters(std::string_view name, std::size_t& count) {
    PersonalText text;
    for (std::size_t at = 0; at < name.size();) {
        std::size_t end = at + 1;
        while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80) ++end;
        const std::string_view one = name.substr(at, end - at);
        const bool filling = one == " " || one == "." || one == "\u00B7" || one == "\u2022" || one == "\u30FB" ||
                             one == "\u3000" || one == "\uFF0E" || one == "\u00A0";
        if (!filling) {
            text.append(one);
            ++count;
        }
        at = end;
    }
    return text;
}

bool has_latin(const Names& names) {
    const NameWords words = latin_words(names);
    return !words.empty() || words.fault != NameFault::none;
}
bool has_chinese(const Names& names) {
    return names.chinese && !names.chinese->empty();
}

/// The result for names without a common script.
Comparison without_value(const Names& one, const Names& other) {
    const bool any = has_latin(one) || has_chinese(one);
    const bool other_any = has_latin(other) || has_chinese(other);
    return not_comparable(any && other_any ? Reason::different_scripts : Reason::no_value);
}

/// Combines the results of both scripts: a difference counts most, otherwise the result with a reason.
Comparison both(const Comparison& latin, const Comparison& chinese) {
    if (latin.likeness == Likeness::not_comparable) return chinese;
    if (chinese.likeness == Likeness::not_comparable) return latin;
    if (latin.likeness == Likeness::different) return latin;
    if (chinese.likeness == Likeness::different) return chinese;
    return latin.reason == Reason::none ? chinese : latin;
}

}  // namespace

Names written_name(std::string_view text) {
    Names names;
    PersonalText chinese;
    PersonalText latin;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
        const std::string_view one = text.substr(at, end - at);
        (has_han(one) ? chinese : latin).append(one);
        at = end;
    }
    // In a Chinese name other characters are but the points between its parts.
    const bool letters =
        std::ranges::any_of(latin, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
    if (!chinese.empty()) names.chinese = letters ? std::move(chinese) : PersonalText{text};
    if (names.chinese && !letters) return names;
    const std::size_t fillers = latin.view().find("<<");
    if (fillers == std::string_view::npos) {
        if (!latin.empty()) names.latin = std::move(latin);
    } else {
        names.primary.emplace(latin.view().substr(0, fillers));
        names.secondary.emplace(latin.view().substr(fillers));
    }
    return names;
}

Comparison compare_latin_names(const Names& one, const Names& other) {
    const NameWords words = latin_words(one);
    const NameWords others = latin_words(other);
    const NameFault fault = std::max(words.fault, others.fault);
    if (fault != NameFault::none) return not_comparable(reason_of(fault));
    if (words.empty() || others.empty()) return without_value(one, other);
    return compare_words(words, others);
}

Comparison compare_chinese_names(const Names& one, const Names& other) {
    if (!one.chinese || !other.chinese || one.chinese->empty() || other.chinese->empty()) {
        return without_value(one, other);
    }
    constexpr std::size_t field = 15;  // characters that the national text record has room for
    std::size_t count = 0;
    std::size_t other_count = 0;
    const PersonalText name = characters(one.chinese->view(), count);
    const PersonalText other_name = characters(other.chinese->view(), other_count);
    if (name.view() == other_name.view()) return same();
    const bool cut = (count == field && other_name.view().starts_with(name.view())) ||
                     (other_count == field && name.view().starts_with(other_name.view()));
    return cut ? same(Reason::truncated) : different();
}

Comparison compare_names(const Names& one, const Names& other) {
    const bool latin = has_latin(one) && has_latin(other);
    const bool chinese = has_chinese(one) && has_chinese(other);
    if (latin && chinese) return both(compare_latin_names(one, other), compare_chinese_names(one, other));
    if (latin) return compare_latin_names(one, other);
    if (chinese) return compare_chinese_names(one, other);
    return without_value(one, other);
}

}  // namespace fivestar::identity
