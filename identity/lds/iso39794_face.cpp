// SPDX-License-Identifier: Apache-2.0
#include "crypto/tlv/cursor.hpp"
#include "identity/lds/dg2.hpp"
#include "identity/lds/face_record.hpp"

#include <array>
#include <optional>

namespace fivestar::identity {
namespace {

constexpr tlv::Tag face_image_data_block = 0x65;  // [APPLICATION 5]
constexpr tlv::Tag context_0 = 0xA0;
constexpr tlv::Tag context_1 = 0xA1;
constexpr tlv::Tag sequence = 0x30;
constexpr tlv::Tag representation_data_2d = 0x80;

/// The image of one RepresentationBlock: imageRepresentation [1], base [0], imageRepresentation2DBlock [0],
/// representationData2D [0]. nullopt for a shape or an extension instead.
Result<std::optional<ByteView>> image(ByteView representation) {
    constexpr std::array<tlv::Tag, 4> path{context_1, context_0, context_0, representation_data_2d};
    ByteView at = representation;
    for (const tlv::Tag tag : path) {
        const auto element = tlv::find(at, tag);
        if (!element) return std::unexpected{element.error()};
        if (!*element) return std::nullopt;
        at = (*element)->value;
    }
    return at;
}

/// The content of the FaceImageDataBlock, wherever these octets put it.
Result<ByteView> face_block(ByteView octets) {
    const auto wrapper = tlv::find(octets, context_1);
    if (!wrapper) return std::unexpected{wrapper.error()};
    const auto block = tlv::find(*wrapper ? (*wrapper)->value : octets, face_image_data_block);
    if (!block) return std::unexpected{block.error()};
    if (!*block) return fail(ErrorCode::unsupported);
    return (*block)->value;
}

}  // namespace

Result<std::vector<ByteView>> iso39794_faces(ByteView data_block) {
    const auto block = face_block(data_block);
    if (!block) return std::unexpected{block.error()};
    const auto representations = tlv::find(*block, context_1);
    if (!representations) return std::unexpected{representations.error()};
    if (!*representations) return fail(ErrorCode::malformed);
    std::vector<ByteView> images;
    tlv::Cursor cursor{(*representations)->value};
    while (!cursor.at_end()) {
        if (images.size() == max_faces) return fail(ErrorCode::limit_exceeded);
        const auto representation = cursor.expect(sequence);
        if (!representation) return std::unexpected{representation.error()};
        const auto found = image(representation->value);
        if (!found) return std::unexpected{found.error()};
        if (*found) images.push_back(**found);
    }
    return images;
}

}  // namespace fivestar::identity
