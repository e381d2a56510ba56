// The language of the person at the terminal.
#pragma once

#include "crypto/base/phrase.hpp"

#include <string>
#include <string_view>

namespace fivestar::cli {

/// What the locale for messages (LC_ALL, LC_MESSAGES, LANG, the first that is set: POSIX.1-2017 §8.2) is as a language
/// tag: `zh-CN` for `zh_CN.UTF-8`. Empty for "C", "POSIX" and what has no such form.
[[nodiscard]] std::string message_language();

/// The one of ours that speaks to somebody of that language.
[[nodiscard]] Language spoken(std::string_view tag);

}  // namespace fivestar::cli
