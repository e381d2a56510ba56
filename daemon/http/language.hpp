// Which language a client would rather be addressed in.
#pragma once

#include "crypto/base/phrase.hpp"

#include <optional>
#include <string_view>

namespace fivestar::daemon {

/// By an Accept-Language header (RFC 9110 §12.5.4); English where it is absent, asks for neither, or for both alike. A
/// range counts by its first subtag (RFC 4647 §3.4 "Lookup"): `zh-Hans-CN` is content with Chinese.
[[nodiscard]] Language preferred_language(std::optional<std::string_view> accept_language);

/// The tag of Content-Language: `en`, `zh-Hans`.
[[nodiscard]] std::string_view language_tag(Language language);

}  // namespace fivestar::daemon
