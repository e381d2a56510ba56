// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg2.hpp"

#include "crypto/tlv/cursor.hpp"
#include "identity/lds/face_record.hpp"
#include "identity/lds/image_header.hpp"

namespace fivestar::identity {
namespace {

constexpr tlv::Tag dg2 = 0x75;
constexpr tlv::Tag group_template = 0x7F61;
constexpr tlv::Tag instance_count = 0x02;
constexpr tlv::Tag instance_template = 0x7F60;
constexpr tlv::Tag data_block = 0x5F2E;
constexpr tlv::Tag constructed_data_block = 0x7F2E;

Result<void> append_instance(tlv::Cursor instance, std::vector<ByteView>& images) {
    bool found = false;
    while (!instance.at_end()) {
        const auto element = instance.next();
        if (!element) return std::unexpected{element.error()};
        if (element->tag != data_block && element->tag != constructed_data_block) continue;
        // Old documents put ISO 19794-5 under the constructed tag too: the octets tell the format, not the tag.
        const auto faces =
            is_iso19794_face(element->value) ? iso19794_faces(element->value) : iso39794_faces(element->value);
        if (!faces) return std::unexpected{faces.error()};
        images.insert(images.end(), faces->begin(), faces->end());
        found = true;
    }
    return found ? Result<void>{} : fail(ErrorCode::malformed);
}

}  // namespace

Result<std::vector<ByteView>> face_images(ByteView file) {
    const auto content = tlv::only(file, dg2);
    if (!content) return std::unexpected{content.error()};
    auto group = tlv::only(content->rest(), group_template);
    if (!group) return std::unexpected{group.error()};
    // The count is not believed: what is there is counted.
    if (const auto count = group->optional(instance_count); !count) return std::unexpected{count.error()};
    std::vector<ByteView> images;
    for (std::size_t instances = 0; !group->at_end(); ++instances) {
        if (instances == max_faces) return fail(ErrorCode::limit_exceeded);
        const auto instance = group->enter(instance_template);
        if (!instance) return std::unexpected{instance.error()};
        if (const auto appended = append_instance(*instance, images); !appended)
            return std::unexpected{appended.error()};
    }
    return images;
}

Result<Portrait> parse_dg2(ByteView file) {
    const auto images = face_images(file);
    if (!images) return std::unexpected{images.error()};
    for (const ByteView image : *images) {
        if (const auto header = read_image_header(image)) {
            return Portrait{header->media_type, header->width, header->height, PersonalBytes{image}};
        }
    }
    return fail(ErrorCode::unsupported);
}

}  // namespace fivestar::identity
