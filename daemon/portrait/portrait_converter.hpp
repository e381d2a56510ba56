// SPDX-License-Identifier: Apache-2.0
// Portraits in other formats than the document's own.
#pragma once

#include "crypto/base/enum_names.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/portrait.hpp"

#include <cstdint>
#include <filesystem>

namespace fivestar::daemon {

/// The formats that portraits can be converted to, the best first. `ppm` is Netpbm's: pixels, for programs without a
/// decoder.
enum class PictureFormat : std::uint8_t { png, jpeg, ppm };
inline constexpr EnumNames<PictureFormat::ppm> picture_formats("image/png", "image/jpeg", "image/x-portable-pixmap");

/// True if there is a decoder of this format. The plug-in decodes WLT, during the read.
[[nodiscard]] bool is_convertible(identity::MediaType type);

class PortraitConverter {
  public:
    /// `program`: fivestar-portrait.
    explicit PortraitConverter(std::filesystem::path program);

    /// Converts a portrait. Blocks for up to two seconds for each of decoding and encoding; any thread. `unsupported`
    /// if it is not convertible, and the errors of `decode_confined`.
    [[nodiscard]] Result<PersonalBytes> convert(const identity::Portrait& portrait, PictureFormat to) const;

  private:
    std::filesystem::path program_;
};

}  // namespace fivestar::daemon
