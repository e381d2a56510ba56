// SPDX-License-Identifier: Apache-2.0
// Portraits in other formats than the document's own.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/portrait.hpp"

#include <array>
#include <filesystem>
#include <string_view>

namespace fivestar::daemon {

/// The media types that portraits can be converted to, the best first. The last is Netpbm's PPM: pixels, for programs
/// without a decoder.
inline constexpr std::array<std::string_view, 3> picture_formats{"image/png", "image/jpeg", "image/x-portable-pixmap"};

/// True if there is a decoder of this format. The plug-in decodes WLT, during the read.
[[nodiscard]] bool is_convertible(identity::MediaType type);

class PortraitConverter {
  public:
    /// `program`: fivestar-portrait.
    explicit PortraitConverter(std::filesystem::path program);

    /// `portrait` as one of `picture_formats`. Blocks for up to two seconds for each of
    /// decoding and encoding; any thread. `unsupported` for another format on either side, and the errors of
    /// `decode_confined`.
    [[nodiscard]] Result<PersonalBytes> convert(const identity::Portrait& portrait, std::string_view to) const;

  private:
    std::filesystem::path program_;
};

}  // namespace fivestar::daemon
