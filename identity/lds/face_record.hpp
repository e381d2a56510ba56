// SPDX-License-Identifier: Apache-2.0
// The two formats of facial biometric data: ISO/IEC 19794-5:2005 and ISO/IEC 39794-5:2019. Both contain several images.
// Results borrow from the argument.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/reason.hpp"

#include <vector>

namespace fivestar::identity {

/// True if the octets begin with the format identifier of ISO/IEC 19794-5 (`FAC` and a zero).
[[nodiscard]] bool is_iso19794_face(ByteView data_block);

struct FaceImages {
    std::vector<ByteView> images = {};
    /// `face_record_length` (a length of ISO/IEC 19794-5 does not fit the data), `wrong_count` (of templates),
    /// `dg2_element_malformed`.
    std::vector<Reason> findings = {};
};

/// Returns the images. The data object bounds them; the lengths in the record are hints, because issuers write wrong
/// ones (gmrtd/gmrtd#102). Errors: `malformed` if the headers do not fit, `unsupported` for a version other than 010,
/// `limit_exceeded` for more than `max_faces` images.
[[nodiscard]] Result<FaceImages> iso19794_faces(ByteView data_block);

/// Returns the images of a FaceImageDataBlock in DER, bare or inside the context tag of Doc 9303-10. Reads only the
/// path to representationData2D, each representation by itself. `malformed`, `unsupported` if it is no such block,
/// `limit_exceeded` as above.
[[nodiscard]] Result<FaceImages> iso39794_faces(ByteView data_block);

}  // namespace fivestar::identity
