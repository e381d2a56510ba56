// SPDX-License-Identifier: Apache-2.0
// Octets written as text with the escapes of C, since a configuration file cannot hold control characters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fivestar::scan {

/// Decodes `\r`, `\n`, `\t`, `\\` and `\xHH`; nothing for any other escape, and for octets outside ASCII.
[[nodiscard]] std::optional<std::string> unescaped(std::string_view text);

}  // namespace fivestar::scan
