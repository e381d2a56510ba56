// SPDX-License-Identifier: Apache-2.0
// DG2 (ICAO Doc 9303-10 section 4.7.2): the encoded face, inside CBEFF templates (ISO/IEC 7816-11).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/reason.hpp"
#include "identity/portrait.hpp"

#include <vector>

namespace fivestar::identity {

inline constexpr std::size_t max_faces = 16;

struct FaceImages;  // face_record.hpp

/// Returns the images of all templates in order, borrowed from `file`; their content is not checked. What cannot be
/// read is a finding unless nothing is left. If no template has an image, for instance because a length is more than
/// there is or not one of ISO/IEC 7816-4 §5.2.2.2 (80, 85 to FF), the first face record or image in the file is
/// returned, up to the file's end, with `dg2_element_malformed`. Errors: `malformed`, `trailing_bytes` behind the file,
/// `limit_exceeded` past `max_faces` images in a template or templates in the file, `unsupported` for an unknown
/// format.
[[nodiscard]] Result<FaceImages> face_images(ByteView file);

struct Dg2 {
    Portrait portrait;
    std::vector<Reason> findings = {};  ///< as of `FaceImages`
};

/// Returns the first image in JPEG or JPEG 2000 that states its size. Errors as above; `unsupported` if there is none.
[[nodiscard]] Result<Dg2> parse_dg2(ByteView file);

}  // namespace fivestar::identity
