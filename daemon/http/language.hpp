// SPDX-License-Identifier: Apache-2.0
// The preferred language of a client.
#pragma once

#include "crypto/base/phrase.hpp"

#include <optional>
#include <string_view>

namespace fivestar::daemon {

/// Chooses the language by an Accept-Language header (RFC 9110 §12.5.4). English is the default, and wins a tie. A
/// range counts by its first subtag (RFC 4647 §3.4 "Lookup"): `zh-Hans-CN` accepts Chinese.
[[nodiscard]] Language preferred_language(std::optional<std::string_view> accept_language);

/// Returns the value of Content-Language: `en`, `zh-Hans`.
[[nodiscard]] std::string_view language_tag(Language language);

}  // namespace fivestar::daemon
