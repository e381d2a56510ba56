// SPDX-License-Identifier: Apache-2.0
// The language of the person at the terminal.
#pragma once

#include "crypto/base/phrase.hpp"

#include <string>
#include <string_view>

namespace fivestar::cli {

/// The language tag of the locale for messages: `zh-CN` for `zh_CN.UTF-8`. The locale is the first of LC_ALL,
/// LC_MESSAGES and LANG that is set (POSIX.1-2017 §8.2). Empty for "C", "POSIX" and anything that is not a tag.
[[nodiscard]] std::string message_language();

/// The language of this program's texts for a language tag.
[[nodiscard]] Language spoken(std::string_view tag);

}  // namespace fivestar::cli
