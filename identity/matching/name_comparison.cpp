// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/name_comparison.hpp"

#include "crypto/base/utf8.hpp"
#include "identity/chinese_name.hpp"
#include "identity/matching/name_words.hpp"
#include "identity/matching/pinyin_readings.hpp"
#include "identity/matching/romanisation.hpp"
#include "identity/name_folding.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace fivestar::identity {
namespace {

using Words = std::vector<const NameWord*>;

bool equal(const NameWord& one, const NameWord& other) {
    return std::ranges::any_of(one.forms, [&](const PersonalText& text) {
        return std::ranges::any_of(other.forms, [&](const PersonalText& same) { return text.view() == same.view(); });
    });
}

/// True if the letters are the same apart from case; not only spelled alike.
bool identical(const NameWord& one, const NameWord& other) {
    return one.plain == other.plain && std::ranges::all_of(all_spellings, [&](Spelling spelling) {
               return one.in(spelling) == other.in(spelling);
           });
}

bool begins(const NameWord& part, const NameWord& whole) {
    return std::ranges::any_of(part.forms, [&](const PersonalText& text) {
        return std::ranges::any_of(whole.forms,
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

/// The words of a name without blanks, in each form.
std::array<PersonalText, form_count> joined(const Words& words) {
    std::array<PersonalText, form_count> texts;
    for (std::size_t form = 0; form < form_count; ++form) {
        for (const NameWord* word : words) texts.at(form).append(word->forms.at(form).view());
    }
    return texts;
}

bool equal_without_blanks(const Words& one, const Words& other) {
    const auto texts = joined(one);
    const auto others = joined(other);
    return std::ranges::any_of(texts, [&](const PersonalText& a) {
        return std::ranges::any_of(others, [&](const PersonalText& b) { return a.view() == b.view(); });
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
    return fault == NameFault::too_long ? Reason::too_long : Reason::unknown_letter;
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
    const Comparison result = std::min(compare_one_way(one, other), compare_one_way(other, one),
                                       [](const Comparison& a, const Comparison& b) { return rank(a) < rank(b); });
    // Letters of other scripts are compared, but not transliterated: only equality says something.
    const bool is_certain = !one.has_other_script && !other.has_other_script;
    return result.likeness == Likeness::different && !is_certain ? not_comparable(Reason::different_scripts) : result;
}

bool has_latin(const Names& names) {
    const NameWords words = latin_words(names);
    return !words.empty() || words.fault != NameFault::none;
}
std::string_view chinese_of(const Names& names) {
    return names.chinese ? names.chinese->view() : std::string_view{};
}
bool has_chinese(const Names& names) {
    return !chinese_of(names).empty();
}

/// The result for names without a common script.
Comparison without_value(const Names& one, const Names& other) {
    const bool any = has_latin(one) || has_chinese(one);
    const bool other_any = has_latin(other) || has_chinese(other);
    return not_comparable(any && other_any ? Reason::different_scripts : Reason::no_value);
}

/// Compares a Chinese name with one in Latin letters. A reading that does not fit says nothing: the name may have
/// another one, or its Latin form may not be pinyin.
Comparison compare_by_reading(std::string_view chinese, const Names& latin) {
    const NameWords words = latin_words(latin);
    if (words.fault != NameFault::none || words.has_other_script) return not_comparable(Reason::different_scripts);
    const PinyinReadings readings{ChineseName{chinese}.characters};
    const auto reads_as = [&readings](const Words& in_this_order) {
        std::vector<std::string_view> texts;
        texts.reserve(in_this_order.size());
        for (const NameWord* word : in_this_order) texts.push_back(word->in(Spelling::plain));
        return readings.fit(texts);
    };
    Words last_first = in_order(words);
    std::ranges::rotate(last_first, last_first.empty() ? last_first.end() : last_first.end() - 1);
    const bool fits = reads_as(in_order(words)) || reads_as(reversed(words)) || reads_as(last_first);
    return fits ? same(Reason::transliterated) : not_comparable(Reason::different_scripts);
}

/// True if these words, in some order or division, are those of the name. Their plain spelling counts alone: the ways
/// to write an ü of pinyin would let more names agree.
bool are_words_of(const NameWords& name, const std::vector<PersonalText>& written) {
    const auto sorted = [](std::vector<std::string_view> words) {
        std::ranges::sort(words);
        return words;
    };
    const auto joined_text = [](const std::vector<std::string_view>& words) {
        PersonalText text;
        for (const std::string_view word : words) text.append(word);
        return text;
    };
    std::vector<std::string_view> words;
    words.reserve(written.size());
    for (const PersonalText& word : written) words.push_back(word.view());
    Words last_first = in_order(name);
    std::ranges::rotate(last_first, last_first.empty() ? last_first.end() : last_first.end() - 1);
    return std::ranges::any_of(std::array{in_order(name), reversed(name), last_first}, [&](const Words& order) {
        std::vector<std::string_view> plain;
        for (const NameWord* word : order) plain.push_back(word->in(Spelling::plain));
        return sorted(plain) == sorted(words) || joined_text(plain).view() == joined_text(words).view();
    });
}

/// True if the Latin name is the other one, in Cyrillic or Arabic letters, as Doc 9303-3 §6 writes it.
bool is_romanisation(const NameWords& latin, const NameWords& other) {
    return std::ranges::any_of(all_romanisations, [&](Romanisation rules) {
        std::vector<PersonalText> written;
        for (const NameWord* word : in_order(other)) {
            auto letters = romanised(word->in(Spelling::plain), rules);
            if (!letters) return false;
            written.push_back(std::move(*letters));
        }
        return are_words_of(latin, written);
    });
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
    bool letters = false;
    for_each_code_point(text, [&](char32_t c) {
        PersonalText character;
        append_code_point(character, c);
        const CodePoints folded = folded_name(character.view());
        const bool is_chinese = std::ranges::any_of(folded, is_han);
        letters = letters || (!is_chinese && std::ranges::any_of(folded, is_latin_letter));
        append_code_point(is_chinese ? chinese : latin, c);
    });
    // In a Chinese name other characters are but the dots between its parts.
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
    const bool crosses = words.has_other_script != others.has_other_script;
    if (crosses && (words.has_other_script ? is_romanisation(others, words) : is_romanisation(words, others))) {
        return same(Reason::transliterated);
    }
    return compare_words(words, others);
}

Comparison compare_chinese_names(const Names& one, const Names& other) {
    const ChineseName name{chinese_of(one), one.chinese_truncated};
    const ChineseName other_name{chinese_of(other), other.chinese_truncated};
    if (name.characters.empty() || other_name.characters.empty()) return without_value(one, other);
    switch (likeness_of(name, other_name)) {
        case ChineseNameLikeness::same:
            return same();
        case ChineseNameLikeness::cut:
            return same(Reason::truncated);
        case ChineseNameLikeness::open:
            return not_comparable(Reason::unknown_letter);
        case ChineseNameLikeness::different:
            break;
    }
    return different();
}

bool are_compared_by_pinyin(const Names& one, const Names& other) {
    const bool latin = has_latin(one);
    const bool other_latin = has_latin(other);
    const bool has_common_script = (latin && other_latin) || (has_chinese(one) && has_chinese(other));
    return !has_common_script && ((has_chinese(one) && other_latin) || (latin && has_chinese(other)));
}

Comparison compare_names(const Names& one, const Names& other) {
    const bool latin = has_latin(one) && has_latin(other);
    const bool chinese = has_chinese(one) && has_chinese(other);
    if (latin && chinese) return both(compare_latin_names(one, other), compare_chinese_names(one, other));
    if (latin) return compare_latin_names(one, other);
    if (chinese) return compare_chinese_names(one, other);
    if (has_chinese(one) && has_latin(other)) return compare_by_reading(chinese_of(one), other);
    if (has_latin(one) && has_chinese(other)) return compare_by_reading(chinese_of(other), one);
    return without_value(one, other);
}

}  // namespace fivestar::identity
