// SPDX-License-Identifier: Apache-2.0
// DG2 (ICAO Doc 9303-10 section 4.7.2): the encoded face, inside CBEFF templates (ISO/IEC 7816-11).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "identity/portrait.hpp"

#include <vector>

namespace fivestar::identity {

inline constexpr std::size_t max_faces = 16;

/// The images of all templates, in their order, borrowed from `file`; none is looked into. Errors: `malformed`,
/// `trailing_bytes`, `limit_exceeded` past `max_faces` in a template or templates in the file, `unsupported` for
/// biometric data of an unknown format.
[[nodiscard]] Result<std::vector<ByteView>> face_images(ByteView file);

/// The first image that is JPEG or JPEG 2000 and says how large it is. Errors as above; `unsupported` when there is
/// none.
[[nodiscard]] Result<Portrait> parse_dg2(ByteView file);

}  // namespace fivestar::identity
