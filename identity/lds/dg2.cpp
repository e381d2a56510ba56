// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg2.hpp"

#include "crypto/tlv/cursor.hpp"
#include "identity/lds/face_record.hpp"
#include "identity/lds/image_header.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace fivestar::identity {
namespace {

constexpr tlv::Tag dg2 = 0x75;
constexpr tlv::Tag group_template = 0x7F61;
constexpr tlv::Tag instance_count = 0x02;
constexpr tlv::Tag instance_template = 0x7F60;
constexpr tlv::Tag header_template = 0xA1;
constexpr tlv::Tag data_block = 0x5F2E;
constexpr tlv::Tag constructed_data_block = 0x7F2E;
constexpr std::size_t most_tries = 64;  // places where an image may begin

/// Appends the images of one template. Errors: why there are none.
Result<void> append_instance(ByteView instance, FaceImages& all) {
    Result<void> result = fail(ErrorCode::malformed);
    tlv::Cursor cursor{instance};
    while (!cursor.at_end()) {
        const auto element = cursor.next();
        if (!element) {
            add_finding(all.findings, Reason::dg2_element_malformed);
            break;
        }
        if (element->tag == header_template) continue;
        if (element->tag != data_block && element->tag != constructed_data_block) {
            add_finding(all.findings, Reason::dg2_element_malformed);
            continue;
        }
        // Old documents put ISO 19794-5 under the constructed tag too: the octets tell the format, not the tag.
        const auto faces =
            is_iso19794_face(element->value) ? iso19794_faces(element->value) : iso39794_faces(element->value);
        if (!faces) {
            if (!result) result = std::unexpected{faces.error()};
            add_finding(all.findings, Reason::dg2_element_malformed);
            continue;
        }
        if (result) add_finding(all.findings, Reason::dg2_element_malformed);  // a second block
        all.images.insert(all.images.end(), faces->images.begin(), faces->images.end());
        for (const Reason what : faces->findings) add_finding(all.findings, what);
        result = {};
    }
    return result;
}

/// Searches for a face record, or else an image, which a wrong length has hidden. It ends with the file. Errors:
/// `malformed` if there is none.
Result<FaceImages> hidden_face(ByteView content) {
    FaceImages found{.images = {}, .findings = {Reason::dg2_element_malformed}};
    for (ByteView rest = content; !rest.empty(); rest = rest.subspan(1)) {
        if (!is_iso19794_face(rest)) continue;
        auto faces = iso19794_faces(rest);
        if (!faces || faces->images.empty()) continue;
        for (const Reason what : faces->findings) add_finding(found.findings, what);
        found.images = std::move(faces->images);
        return found;
    }
    std::size_t tries = 0;
    for (ByteView rest = content; !rest.empty() && tries < most_tries; rest = rest.subspan(1)) {
        if (!begins_as_image(rest)) continue;
        ++tries;
        if (!read_image_header(rest)) continue;
        found.images = {rest};
        return found;
    }
    return fail(ErrorCode::malformed);
}

Result<FaceImages> listed_faces(tlv::Cursor content) {
    const auto group = content.enter(group_template);
    if (!group) return std::unexpected{group.error()};
    FaceImages faces;
    if (!content.at_end()) add_finding(faces.findings, Reason::dg2_element_malformed);
    std::optional<Error> fault;
    tlv::Cursor elements{group->rest()};
    std::size_t instances = 0;
    std::optional<std::size_t> announced;
    while (!elements.at_end()) {
        const auto element = elements.next();
        // The count is not believed: what is there is counted.
        if (element && element->tag == instance_count) {
            announced = !announced && element->value.size() == 1 ? element->value[0] : 0;
            continue;
        }
        if (!element || element->tag != instance_template) {
            add_finding(faces.findings, Reason::dg2_element_malformed);
            if (!element) break;
            continue;
        }
        if (instances++ == max_faces) return fail(ErrorCode::limit_exceeded);
        if (const auto appended = append_instance(element->value, faces); !appended) {
            fault = appended.error();
            add_finding(faces.findings, Reason::dg2_element_malformed);
        }
    }
    if (fault && faces.images.empty()) return std::unexpected{*fault};
    if (announced != instances) add_finding(faces.findings, Reason::wrong_count);
    return faces;
}

}  // namespace

Result<FaceImages> face_images(ByteView file) {
    const auto content = tlv::only(file, dg2);
    if (!content) return std::unexpected{content.error()};
    auto listed = listed_faces(*content);
    const bool has_none = listed ? listed->images.empty() : listed.error().code == ErrorCode::malformed;
    if (!has_none) return listed;
    auto hidden = hidden_face(content->rest());
    return hidden ? hidden : listed;
}

Result<Dg2> parse_dg2(ByteView file) {
    auto faces = face_images(file);
    if (!faces) return std::unexpected{faces.error()};
    for (const ByteView image : faces->images) {
        if (const auto header = read_image_header(image)) {
            return Dg2{{header->media_type, header->width, header->height, PersonalBytes{image}},
                       std::move(faces->findings)};
        }
    }
    return fail(ErrorCode::unsupported);
}

}  // namespace fivestar::identity
