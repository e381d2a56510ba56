// Content negotiation: what an Accept header takes (RFC 9110 §12.5.1).
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace fivestar::daemon {

/// Thousandths: 1000 for q=1, 0 for what is not accepted. The most specific range decides; a header that cannot be
/// parsed accepts nothing in its broken part. No header accepts everything.
[[nodiscard]] unsigned accept_quality(std::optional<std::string_view> accept, std::string_view media_type);

/// The best of `offers` (the first of equals); nothing if the header takes none.
[[nodiscard]] std::optional<std::string_view> best_offer(std::optional<std::string_view> accept,
                                                         std::span<const std::string_view> offers);

/// Whether a Content-Type names `media_type`, in any case and with any parameters.
[[nodiscard]] bool is_media_type(std::string_view content_type, std::string_view media_type);

}  // namespace fivestar::daemon
