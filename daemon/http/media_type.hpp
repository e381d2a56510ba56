// SPDX-License-Identifier: Apache-2.0
// Content negotiation with an Accept header (RFC 9110 §12.5.1).
#pragma once

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

}  // namespace fivestar::daemon
