// SPDX-License-Identifier: Apache-2.0
// The readings of a Chinese name in Hanyu pinyin, by ICU's transliterators Han-Latin and Han-Latin/Names (CLDR), which
// are loaded at their first use.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "identity/name_folding.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace fivestar::identity {

/// Loads ICU's rules, which takes 150 ms the first time. Any thread.
void load_pinyin();

class PinyinReadings {
  public:
    /// Finds the readings of each character of a folded name, without dots: those in the whole name and those of the
    /// character alone, as of a name and as of other text. There are none for a name with another character than a
    /// Chinese one, for one of more than `most_characters`, and where ICU lacks its data.
    explicit PinyinReadings(const CodePoints& name);

    static constexpr std::size_t most_characters = 64;

    /// True if these words, in A to Z, are the whole name. Each is one or more whole syllables, so that FANG AN is not
    /// FAN GAN. An ü may be written as pinyin_spelling.hpp says.
    [[nodiscard]] bool fit(std::span<const std::string_view> words) const;

  private:
    /// The readings of one character as they may be written, in A to Z without tones.
    using Forms = std::vector<PersonalText>;

    void add(std::size_t first, const std::vector<PersonalText>& syllables);

    std::vector<Forms> characters_ = {};
};

}  // namespace fivestar::identity
