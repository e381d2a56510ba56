// SPDX-License-Identifier: Apache-2.0
// DG2 (ICAO Doc 9303-10 section 4.7.2): the encoded face, inside CBEFF templates (ISO/IEC 7816-11).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "identity/portrait.hpp"

#include <vector>

namespace fivestar::identity {

inline constexpr std::size_t max_faces = 16;

/// Returns the images of all templates in order, borrowed from `file`; their content is not checked. Errors:
/// `malformed`, `trailing_bytes`, `limit_exceeded` past `max_faces` images in a template or templates in the file,
/// `unsupported` for an unknown format.
[[nodiscard]] Result<std::vector<ByteView>> face_images(ByteView file);

/// Returns the first image in JPEG or JPEG 2000 that states its size. Errors as above; `unsupported` if there is none.
[[nodiscard]] Result<Portrait> parse_dg2(ByteView file);

}  // namespace fivestar::identity
