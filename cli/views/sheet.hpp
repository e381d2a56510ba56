// SPDX-License-Identifier: Apache-2.0
// Text of labelled rows and aligned columns, in zeroized memory.
#pragma once

#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace fivestar::cli {

enum class Colour : std::uint8_t { none, shown };

/// The colour of a word, where colours are shown.
enum class Tone : std::uint8_t { plain, good, doubtful, bad };

class Sheet {
  public:
    explicit Sheet(Language language, Colour colour = Colour::none) : language_(language), colour_(colour) {}
    [[nodiscard]] Language language() const { return language_; }

    void heading(std::string_view text, Tone tone = Tone::plain);
    void heading(Phrase text) { heading(text.in(language_)); }
    /// Adds a row; none for an empty value. `value` is printable text.
    void row(Phrase label, std::string_view value);
    /// Adds columns as wide as their widest cell. Cells are printable text. `tones` has the tone of each row's second
    /// cell; plain, if it has none for the row.
    void table(const std::vector<std::vector<PersonalText>>& rows, const std::vector<Tone>& tones = {});

    [[nodiscard]] std::string_view text() const { return text_.view(); }

  private:
    void padded(std::string_view text, std::size_t width, Tone tone = Tone::plain);
    void toned(std::string_view text, Tone tone);

    Language language_;
    Colour colour_;
    PersonalText text_;
};

}  // namespace fivestar::cli
