// SPDX-License-Identifier: Apache-2.0
#include "cli/views/printable.hpp"

#include <algorithm>
#include <array>
#include <clocale>
#include <cstdint>
#include <cwchar>
#include <cwctype>
#include <string>

namespace fivestar::cli {
namespace {

/// Sets C.UTF-8 for this thread, so that the C library classifies characters independently of the user's locale.
class Utf8Locale {
  public:
    Utf8Locale() : locale_{::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)} {
        if (locale_ != nullptr) before_ = ::uselocale(locale_);
    }
    Utf8Locale(const Utf8Locale&) = delete;
    Utf8Locale& operator=(const Utf8Locale&) = delete;
    ~Utf8Locale() {
        if (locale_ == nullptr) return;
        ::uselocale(before_);
        ::freelocale(locale_);
    }

  private:
    locale_t locale_;
    locale_t before_ = nullptr;
};

struct Character {
    char32_t code = 0;
    std::size_t size = 1;
    bool is_valid = false;
};

/// The first character of a text that is not empty, or an octet that is not UTF-8.
Character first_of(std::string_view text) {
    wchar_t wide = 0;
    std::mbstate_t state{};
    const std::size_t size = std::mbrtowc(&wide, text.data(), text.size(), &state);
    constexpr auto incomplete = static_cast<std::size_t>(-2);
    if (size >= incomplete) return {.code = static_cast<unsigned char>(text.front()), .size = 1, .is_valid = false};
    return {.code = static_cast<char32_t>(wide), .size = std::max<std::size_t>(size, 1), .is_valid = true};
}

bool is_harmless(char32_t code) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    // Format characters (general category Cf) and line separators: the C library classifies most of them as printable.
    constexpr std::array invisible{Range{0x00AD, 0x00AD}, Range{0x061C, 0x061C}, Range{0x180E, 0x180E},
                                   Range{0x200B, 0x200F}, Range{0x2028, 0x202E}, Range{0x2060, 0x206F},
                                   Range{0xFEFF, 0xFEFF}, Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE007F}};
    const bool is_invisible = std::ranges::any_of(
        invisible, [code](const Range& range) { return code >= range.first && code <= range.last; });
    return !is_invisible && std::iswprint(static_cast<std::wint_t>(code)) != 0;
}

/// Appends a hexadecimal number of at least `digits` digits.
std::string hexadecimal(std::uint32_t number, std::size_t digits) {
    std::string text;
    for (; number != 0 || text.size() < digits; number >>= 4) text.push_back("0123456789abcdef"[number & 0x0F]);
    std::ranges::reverse(text);
    return text;
}

/// Appends UTF-16 code units (RFC 8259 §7).
std::string json_escape(char32_t code) {
    constexpr char32_t beyond_the_bmp = 0x10000;
    if (code < beyond_the_bmp) return "\\u" + hexadecimal(code, 4);
    const std::uint32_t rest = code - beyond_the_bmp;
    return "\\u" + hexadecimal(0xD800 + (rest >> 10), 4) + "\\u" + hexadecimal(0xDC00 + (rest & 0x3FF), 4);
}

/// Copies harmless characters and passes the others to `escape`.
template <class Escape>
PersonalText rewrite(std::string_view text, Escape&& escape) {
    const Utf8Locale locale;
    PersonalText result;
    result.reserve(text.size());
    while (!text.empty()) {
        const Character character = first_of(text);
        if (character.is_valid && is_harmless(character.code)) {
            result.append(text.substr(0, character.size));
        } else {
            result.append(escape(character));
        }
        text.remove_prefix(character.size);
    }
    return result;
}

std::size_t columns_of(const Character& character) {
    return static_cast<std::size_t>(std::max(::wcwidth(static_cast<wchar_t>(character.code)), 0));
}

}  // namespace

PersonalText printable(std::string_view text) {
    return rewrite(text, [](const Character& character) {
        return (character.is_valid ? "\\u{" : "\\x{") + hexadecimal(character.code, 2) + "}";
    });
}

PersonalText printable_json(std::string_view json) {
    return rewrite(json, [](const Character& character) -> std::string {
        if (!character.is_valid) return "\\ufffd";
        const bool is_white_space = character.code == '\n' || character.code == '\r' || character.code == '\t';
        return is_white_space ? std::string(1, static_cast<char>(character.code)) : json_escape(character.code);
    });
}

std::size_t columns(std::string_view text) {
    const Utf8Locale locale;
    std::size_t sum = 0;
    while (!text.empty()) {
        const Character character = first_of(text);
        sum += columns_of(character);
        text.remove_prefix(character.size);
    }
    return sum;
}

std::string_view clipped(std::string_view text, std::size_t columns) {
    const Utf8Locale locale;
    std::size_t taken = 0;
    while (taken < text.size()) {
        const Character character = first_of(text.substr(taken));
        const std::size_t width = columns_of(character);
        if (width > columns) break;
        columns -= width;
        taken += character.size;
    }
    return text.substr(0, taken);
}

}  // namespace fivestar::cli
