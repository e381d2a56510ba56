// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/pinyin_readings.hpp"

#include "identity/mrz/transliteration.hpp"
#include "identity/utf16.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <unicode/utrans.h>

namespace fivestar::identity {
namespace {

struct CloseTransliterator {
    void operator()(UTransliterator* transliterator) const { utrans_close(transliterator); }
};
using Transliterator = std::unique_ptr<UTransliterator, CloseTransliterator>;

/// ICU keeps the rules after the first call, which takes 150 ms; later ones take less than one.
Transliterator transliterator(std::u16string_view id) {
    UErrorCode error = U_ZERO_ERROR;
    return Transliterator{
        utrans_openU(id.data(), static_cast<std::int32_t>(id.size()), UTRANS_FORWARD, nullptr, 0, nullptr, &error)};
}

/// The text in Latin letters, with blanks between syllables; nothing on an error.
Utf16 latin_text(UTransliterator& transliterator, const CodePoints& name) {
    constexpr std::size_t longest_syllable = 8;  // with its blank: zhuāng has six letters
    Utf16 text;
    text.reserve(name.size() * (2 + longest_syllable));
    for (const char32_t c : name) append(text, c);
    auto length = static_cast<std::int32_t>(text.size());
    std::int32_t limit = length;
    text.resize(text.capacity());
    UErrorCode error = U_ZERO_ERROR;
    utrans_transUChars(&transliterator, text.data(), &length, static_cast<std::int32_t>(text.size()), 0, &limit,
                       &error);
    if (U_FAILURE(error) || static_cast<std::size_t>(length) > text.size()) return {};
    text.resize(static_cast<std::size_t>(length));
    return text;
}

bool is_umlaut_u(char32_t c) {
    return c == 0xFC || (c >= 0x1D5 && c <= 0x1DC);  // ü, and with each tone
}

/// The syllables of a text in Latin letters; nothing if they are not one for each character of the name, or if one was
/// not transliterated.
std::vector<PersonalText> syllables_of(const Utf16& text, std::size_t characters) {
    std::vector<PersonalText> syllables;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        char32_t c = next_code_point(text, at);
        if (c == ' ') {
            inside = false;
            continue;
        }
        if (!inside) syllables.emplace_back();
        inside = true;
        if (is_umlaut_u(c)) {
            syllables.back().push_back('V');
            continue;
        }
        // The table has ā and á, but not ǎ.
        if (transliterated(c, Spelling::plain).empty()) c = without_mark(c);
        const std::string_view letters = transliterated(c, Spelling::plain);
        if (letters.empty()) return {};
        syllables.back().append(letters);
    }
    if (syllables.size() != characters) return {};
    return syllables;
}

/// The forms in which a syllable may be written: with LV also LU, LYU, LUE, LUU; with LVE also LUE, LYUE.
std::vector<PersonalText> written_forms(std::string_view syllable) {
    constexpr std::array<std::string_view, 5> umlauts{"U", "V", "YU", "UE", "UU"};
    constexpr std::array<std::string_view, 3> umlauts_before_e{"U", "V", "YU"};
    std::vector<PersonalText> forms;
    const std::size_t umlaut = syllable.find('V');
    if (umlaut == std::string_view::npos) {
        forms.emplace_back(syllable);
        return forms;
    }
    const std::string_view rest = syllable.substr(umlaut + 1);
    const auto add = [&](std::string_view as) {
        PersonalText& form = forms.emplace_back(syllable.substr(0, umlaut));
        form.append(as);
        form.append(rest);
    };
    if (rest.empty()) {
        std::ranges::for_each(umlauts, add);
    } else {
        std::ranges::for_each(umlauts_before_e, add);
    }
    return forms;
}

constexpr std::array<std::u16string_view, 2> transliterator_ids{u"Han-Latin", u"Han-Latin/Names"};

}  // namespace

void load_pinyin() {
    for (const std::u16string_view id : transliterator_ids) static_cast<void>(transliterator(id));
}

PinyinReadings::PinyinReadings(const CodePoints& name) {
    if (name.size() > most_characters || !std::ranges::all_of(name, is_han)) return;
    characters_.resize(name.size());
    for (const std::u16string_view id : transliterator_ids) {
        const Transliterator by_icu = transliterator(id);
        if (!by_icu) continue;
        add(0, syllables_of(latin_text(*by_icu, name), name.size()));
        for (std::size_t at = 0; at < name.size() && name.size() > 1; ++at) {
            add(at, syllables_of(latin_text(*by_icu, CodePoints{name[at]}), 1));
        }
    }
}

void PinyinReadings::add(std::size_t first, const std::vector<PersonalText>& syllables) {
    for (std::size_t at = 0; at < syllables.size(); ++at) {
        Forms& known = characters_[first + at];
        for (PersonalText& form : written_forms(syllables[at].view())) {
            const bool is_known =
                std::ranges::any_of(known, [&](const PersonalText& other) { return other.view() == form.view(); });
            if (!is_known) known.push_back(std::move(form));
        }
    }
}

bool PinyinReadings::fit(std::span<const std::string_view> words) const {
    if (characters_.empty()) return false;
    // For each number of characters: true if the words so far can be exactly that many.
    std::vector<bool> may_end(characters_.size() + 1);
    may_end[0] = true;
    for (const std::string_view word : words) {
        // The same for each position inside the word.
        std::vector<std::vector<bool>> at(word.size() + 1, std::vector<bool>(characters_.size() + 1));
        at[0] = may_end;
        for (std::size_t position = 0; position < word.size(); ++position) {
            for (std::size_t character = 0; character < characters_.size(); ++character) {
                if (!at[position][character]) continue;
                for (const PersonalText& syllable : characters_[character]) {
                    if (!word.substr(position).starts_with(syllable.view())) continue;
                    at[position + syllable.size()][character + 1] = true;
                }
            }
        }
        may_end = at[word.size()];
    }
    return may_end.back();
}

}  // namespace fivestar::identity
