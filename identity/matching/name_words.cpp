// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/name_words.hpp"

#include "crypto/base/utf8.hpp"
#include "identity/matching/name_comparison.hpp"
#include "identity/names.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

bool parts_words(char32_t c) {
    constexpr std::u32string_view separators = U" <-.,/;_\u00A0\u00B7\u2022\u30FB\u3000";
    return separators.contains(c) || (c >= 0x2000 && c <= 0x2015);  // typographic blanks and dashes
}

/// An apostrophe joins: O'CONNOR is OCONNOR in a machine-readable zone (Doc 9303-3 section 4.6).
bool is_apostrophe(char32_t c) {
    return c == '\'' || c == '`' || c == 0xB4 || (c >= 0x2018 && c <= 0x201B) || (c >= 0x2B9 && c <= 0x2BF);
}

bool is_latin_block(char32_t c) {
    return c < 0x370 || (c >= 0x1E00 && c <= 0x1EFF);
}

class WordReader {
  public:
    explicit WordReader(NameWords& name) : name_(name) {}

    void read(std::string_view text, std::vector<NameWord>& words) {
        if (text.size() > max_name_size) name_.fault = NameFault::too_long;
        if (name_.fault != NameFault::none) return;
        inside_ = false;
        letter_ = 0;
        for_each_code_point(text, [&](char32_t c) { take(c, words); });
        end_letter(words);
        if (name_.size() > max_name_words) name_.fault = NameFault::too_long;
    }

  private:
    /// A letter waits for the marks that may follow it.
    void take(char32_t c, std::vector<NameWord>& words) {
        if (is_combining_mark(c)) {
            letter_ = composed(letter_, c);
            return;
        }
        end_letter(words);
        if (parts_words(c)) {
            inside_ = false;
        } else if (!is_apostrophe(c)) {
            letter_ = c;
        }
    }

    void end_letter(std::vector<NameWord>& words) {
        if (letter_ == 0) return;
        if (!inside_) words.emplace_back();
        inside_ = true;
        words.back().plain = words.back().plain && letter_ < 0x80;
        for (const Spelling spelling : all_spellings) {
            const std::string_view text = transliterated(letter_, spelling);
            if (text.empty()) {
                name_.fault = std::max(name_.fault,
                                       is_latin_block(letter_) ? NameFault::unknown_letter : NameFault::other_script);
            }
            words.back().spellings.at(static_cast<std::size_t>(spelling)).append(text);
        }
        letter_ = 0;
    }

    NameWords& name_;
    bool inside_ = false;
    char32_t letter_ = 0;
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
