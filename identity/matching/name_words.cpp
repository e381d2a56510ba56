// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/name_words.hpp"

#include "crypto/base/utf8.hpp"
#include "identity/matching/name_comparison.hpp"
#include "identity/matching/pinyin_spelling.hpp"
#include "identity/name_folding.hpp"
#include "identity/names.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

constexpr char32_t apostrophe = U'\'';  // it joins: O'CONNOR is OCONNOR in a machine-readable zone (Doc 9303-3 §4.6)

/// The letters A to Z for a letter of the standard's table, or for one that becomes such a letter without its marks.
std::string_view letters_of(char32_t letter, Spelling spelling) {
    constexpr int most_marks = 3;
    for (int marks = 0; letter != 0 && marks <= most_marks; ++marks) {
        if (const std::string_view letters = transliterated(letter, spelling); !letters.empty()) return letters;
        letter = without_mark(letter);
    }
    return {};
}

class WordReader {
  public:
    explicit WordReader(NameWords& name) : name_(name) {}

    void read(std::string_view text, std::vector<NameWord>& words) {
        if (text.size() > max_name_size) name_.fault = NameFault::too_long;
        if (name_.fault != NameFault::none) return;
        inside_ = false;
        const std::size_t before = words.size();
        const CodePoints folded = folded_name(text);
        for (const char32_t c : folded) take(c, words);
        for (std::size_t at = before; at < words.size(); ++at) add_pinyin(words[at]);
        if (name_.size() > max_name_words) name_.fault = NameFault::too_long;
    }

  private:
    void take(char32_t c, std::vector<NameWord>& words) {
        if (separates_words(c)) {
            inside_ = false;
        } else if (is_mark(c)) {
            // Normalization composed the letters of the table. Other marks are left out of Latin letters only.
            if (inside_ && !latin_) append(c, words.back());
        } else if (c != apostrophe) {
            if (!inside_) words.emplace_back();
            inside_ = true;
            append_letter(c, words.back());
        }
    }

    void append_letter(char32_t c, NameWord& word) {
        word.plain = word.plain && c < 0x80;
        latin_ = is_latin_letter(c);
        if (!is_name_character(c) || letters_of(c, Spelling::plain).empty()) {
            const bool is_other_letter = is_name_character(c) && !latin_ && c >= 0x80;
            if (is_other_letter) return append(folded_case(c), word);
            name_.fault = std::max(name_.fault, NameFault::unknown_letter);
            return;
        }
        for (const Spelling spelling : all_spellings) {
            word.forms.at(static_cast<std::size_t>(spelling)).append(letters_of(c, spelling));
        }
    }

    /// Appends a letter or mark that is not Latin.
    void append(char32_t c, NameWord& word) {
        name_.has_other_script = true;
        for (const Spelling spelling : all_spellings) {
            append_code_point(word.forms.at(static_cast<std::size_t>(spelling)), c);
        }
    }

    static void add_pinyin(NameWord& word) {
        const std::string_view plain = word.in(Spelling::plain);
        word.forms[spelling_count] = pinyin_spelling(plain, UmlautE::umlaut);
        word.forms[spelling_count + 1] = pinyin_spelling(plain, UmlautE::letter);
    }

    NameWords& name_;
    bool inside_ = false;
    bool latin_ = false;  ///< the last letter
};

std::string_view view(const std::optional<PersonalText>& text) {
    return text ? text->view() : std::string_view{};
}

}  // namespace

NameWords latin_words(const Names& names) {
    NameWords words;
    words.truncated = names.truncated;
    WordReader reader{words};
    if (names.primary || names.secondary) {
        reader.read(view(names.primary), words.primary);
        reader.read(view(names.secondary), words.secondary);
    } else {
        const SplitName split = split_names(view(names.latin));
        reader.read(split.primary, words.primary);
        reader.read(split.secondary, words.secondary);
    }
    return words;
}

}  // namespace fivestar::identity
