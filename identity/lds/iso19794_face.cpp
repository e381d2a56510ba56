// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg2.hpp"
#include "identity/lds/face_record.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace fivestar::identity {
namespace {

constexpr std::array<std::uint8_t, 4> format_identifier{'F', 'A', 'C', 0};
constexpr std::array<std::uint8_t, 4> version_2005{'0', '1', '0', 0};
constexpr std::size_t record_header = 14;       // identifier, version, record length (4), number of images (2)
constexpr std::size_t facial_information = 20;  // begins with block length (4) and number of feature points (2)
constexpr std::size_t feature_point = 8;
constexpr std::size_t image_information = 12;

std::size_t unsigned_number(ByteView octets) {
    std::size_t number = 0;
    for (const std::uint8_t octet : octets) number = number << 8 | octet;
    return number;
}

}  // namespace

bool is_iso19794_face(ByteView data_block) {
    return data_block.size() >= format_identifier.size() &&
           std::ranges::equal(data_block.first(format_identifier.size()), format_identifier);
}

Result<FaceImages> iso19794_faces(ByteView data_block) {
    if (!is_iso19794_face(data_block) || data_block.size() < record_header) return fail(ErrorCode::malformed);
    if (!std::ranges::equal(data_block.subspan(4, 4), version_2005)) return fail(ErrorCode::unsupported);
    const std::size_t record_size = unsigned_number(data_block.subspan(8, 4));
    const std::size_t count = unsigned_number(data_block.subspan(12, 2));
    if (count > max_faces) return fail(ErrorCode::limit_exceeded);
    FaceImages faces;
    ByteView rest = data_block.subspan(record_header);
    bool fits = record_size == data_block.size();
    if (record_size >= record_header && record_size < data_block.size() && all_zero(data_block.subspan(record_size))) {
        rest = rest.first(record_size - record_header);  // zeros behind the record are no part of an image
    }
    for (std::size_t image = 0; image < count && !rest.empty(); ++image) {
        if (rest.size() < facial_information) {
            fits = false;
            break;
        }
        const std::size_t block_size = unsigned_number(rest.first(4));
        const std::size_t headers =
            facial_information + feature_point * unsigned_number(rest.subspan(4, 2)) + image_information;
        if (headers > rest.size()) return fail(ErrorCode::malformed);
        const bool possible = block_size >= headers && block_size <= rest.size();
        // The last image takes what is left, and so does one whose length cannot be right.
        const std::size_t size = possible && image + 1 < count ? block_size : rest.size();
        fits = fits && size == block_size;
        faces.images.push_back(rest.subspan(headers, size - headers));
        rest = rest.subspan(size);
    }
    if (count != 0 && faces.images.empty()) return fail(ErrorCode::malformed);
    if (!fits || faces.images.size() != count) faces.findings.push_back(Reason::face_record_length);
    return faces;
}

}  // namespace fivestar::identity
