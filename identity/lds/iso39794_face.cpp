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

/// The value of the first element with this tag, whatever follows it.
std::optional<ByteView> first(ByteView octets, tlv::Tag tag) {
    tlv::Cursor cursor{octets};
    while (!cursor.at_end()) {
        const auto element = cursor.next();
        if (!element) return std::nullopt;
        if (element->tag == tag) return element->value;
    }
    return std::nullopt;
}

/// The image of one RepresentationBlock: imageRepresentation [1], base [0], imageRepresentation2DBlock [0],
/// representationData2D [0]. nullopt for a shape or an extension instead.
std::optional<ByteView> image(ByteView representation) {
    constexpr std::array<tlv::Tag, 4> path{context_1, context_0, context_0, representation_data_2d};
    ByteView at = representation;
    for (const tlv::Tag tag : path) {
        const auto value = first(at, tag);
        if (!value) return std::nullopt;
        at = *value;
    }
    return at;
}

/// The content of the FaceImageDataBlock, wherever these octets put it.
Result<ByteView> face_block(ByteView octets) {
    if (const auto begin = tlv::Cursor{octets}.next(); !begin) return std::unexpected{begin.error()};
    const auto wrapper = first(octets, context_1);
    const auto block = first(wrapper ? *wrapper : octets, face_image_data_block);
    if (!block) return fail(ErrorCode::unsupported);
    return *block;
}

}  // namespace

Result<FaceImages> iso39794_faces(ByteView data_block) {
    const auto block = face_block(data_block);
    if (!block) return std::unexpected{block.error()};
    const auto representations = first(*block, context_1);
    if (!representations) return fail(ErrorCode::malformed);
    FaceImages faces;
    bool is_odd = false;
    tlv::Cursor cursor{*representations};
    while (!cursor.at_end()) {
        if (faces.images.size() == max_faces) return fail(ErrorCode::limit_exceeded);
        const auto representation = cursor.next();
        is_odd = is_odd || !representation || representation->tag != sequence;
        if (!representation) break;
        if (const auto found = image(representation->value)) faces.images.push_back(*found);
    }
    if (is_odd) faces.findings.push_back(Reason::dg2_element_malformed);
    return faces;
}

}  // namespace fivestar::identity
