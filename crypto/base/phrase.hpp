// SPDX-License-Identifier: Apache-2.0
// `Phrase` is a text for people in each language that fivestar supports. Codes and data never depend on the language.
#pragma once

#include <cstdint>
#include <string_view>

namespace fivestar {

enum class Language : std::uint8_t { english, chinese };

/// Two literals of the same meaning; both empty for no text.
struct Phrase {
    std::string_view en = {};
    std::string_view zh = {};  ///< simplified characters, UTF-8

    [[nodiscard]] constexpr std::string_view in(Language language) const {
        return language == Language::chinese ? zh : en;
    }
    [[nodiscard]] constexpr bool empty() const { return en.empty(); }
    friend constexpr bool operator==(const Phrase&, const Phrase&) = default;
};

}  // namespace fivestar
