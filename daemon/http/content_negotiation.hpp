// SPDX-License-Identifier: Apache-2.0
// Content negotiation: the headers Accept, Accept-Language and Content-Type (RFC 9110 §8.3, §12.5).
#pragma once

#include "crypto/base/phrase.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace fivestar::daemon {

/// Returns the quality of a media type in thousandths: 1000 for q=1, 0 if it is not accepted. The most specific range
/// decides. A malformed part of the header accepts nothing. Without a header, everything is accepted.
[[nodiscard]] unsigned accept_quality(std::optional<std::string_view> accept, std::string_view media_type);

/// Returns the best of `offers`, the first of equals; nothing if the header accepts none.
[[nodiscard]] std::optional<std::string_view> best_offer(std::optional<std::string_view> accept,
                                                         std::span<const std::string_view> offers);

/// True if a Content-Type names `media_type`, in any case and with any parameters.
[[nodiscard]] bool is_media_type(std::string_view content_type, std::string_view media_type);

/// Chooses the language by an Accept-Language header. English is the default, and wins a tie. A range counts by its
/// first subtag (RFC 4647 §3.4 "Lookup"): `zh-Hans-CN` accepts Chinese.
[[nodiscard]] Language preferred_language(std::optional<std::string_view> accept_language);

/// Returns the value of Content-Language: `en`, `zh-Hans`.
[[nodiscard]] std::string_view language_tag(Language language);

}  // namespace fivestar::daemon
