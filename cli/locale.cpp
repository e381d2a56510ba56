// SPDX-License-Identifier: Apache-2.0
#include "cli/locale.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace fivestar::cli {
namespace {

std::string_view message_locale() {
    for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* const value = std::getenv(name);
        if (value != nullptr && *value != '\0') return value;
    }
    return {};
}

bool is_tag_character(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
           (character >= '0' && character <= '9') || character == '-';
}

}  // namespace

std::string message_language() {
    const std::string_view locale = message_locale();
    std::string tag{locale.substr(0, locale.find_first_of(".@"))};
    if (tag == "C" || tag == "POSIX") return {};
    std::ranges::replace(tag, '_', '-');
    return std::ranges::all_of(tag, is_tag_character) ? tag : std::string{};
}

Language spoken(std::string_view tag) {
    return tag == "zh" || tag.starts_with("zh-") ? Language::chinese : Language::english;
}

}  // namespace fivestar::cli
