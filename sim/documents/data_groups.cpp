// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/data_groups.hpp"

#include "crypto/tlv/writer.hpp"

#include <array>

namespace fivestar::sim {
namespace {

namespace tag {
constexpr tlv::Tag tag_list = 0x5C;
constexpr tlv::Tag mrz = 0x5F1F;
constexpr tlv::Tag biometric_group = 0x7F61;
constexpr tlv::Tag biometric_template = 0x7F60;
constexpr tlv::Tag biometric_header = 0xA1;
constexpr tlv::Tag biometric_data = 0x5F2E;
constexpr tlv::Tag integer = 0x02;
constexpr tlv::Tag lds_version = 0x5F01;
constexpr tlv::Tag unicode_version = 0x5F36;
constexpr tlv::Tag repeated = 0xA0;
constexpr tlv::Tag octet_string = 0x04;
}  // namespace tag

/// Appends a big-endian number of `size` octets.
void append_number(Bytes& octets, std::size_t number, std::size_t width) {
    for (std::size_t at = width; at-- > 0;) octets.push_back(static_cast<std::uint8_t>(number >> (8 * at)));
}

std::uint8_t gender_of(std::string_view sex) {
    if (sex == "M") return 1;
    return sex == "F" ? 2 : 0;
}

/// ISO/IEC 19794-5:2005 §5: facial record header, header of one face, image information and image.
Bytes facial_record(const PersonaPortrait& portrait, std::string_view sex) {
    constexpr std::size_t record_header = 14;
    constexpr std::size_t face_header = 20 + 12;
    Bytes octets =
        copy(as_bytes({"FAC\0"
                       "010\0",
                       8}));
    append_number(octets, record_header + face_header + portrait.image.size(), 4);
    append_number(octets, 1, 2);  // number of faces

    append_number(octets, face_header + portrait.image.size(), 4);
    append_number(octets, 0, 2);  // number of feature points
    append_number(octets, gender_of(sex), 1);
    octets.resize(octets.size() + 1 + 1 + 3 + 2 + 3 + 3);  // eyes, hair, features, expression, pose, pose uncertainty

    append_number(octets, 1, 1);  // full frontal
    append_number(octets, portrait.jpeg_2000 ? 1 : 0, 1);
    append_number(octets, portrait.width, 2);
    append_number(octets, portrait.height, 2);
    append_number(octets, 1, 1);      // 24-bit sRGB
    append_number(octets, 0, 1 + 2);  // unspecified source and device
    append_number(octets, 0, 2);      // quality
    append(octets, portrait.image);
    return octets;
}

/// A biometric information group with one template (ISO/IEC 7816-11, CBEFF of Doc 9303-10 §4.7.2.1).
Bytes biometric_group(std::uint8_t biometric_type, std::array<std::uint8_t, 2> format, ByteView record) {
    constexpr std::array<std::uint8_t, 2> version{0x01, 0x01};
    constexpr std::array<std::uint8_t, 2> owner{0x01, 0x01};  // ISO/IEC JTC 1/SC 37
    constexpr std::array<std::uint8_t, 1> one{0x01};
    const std::array<std::uint8_t, 1> type{biometric_type};
    tlv::Writer group;
    group.add(tag::biometric_group, [&](tlv::Writer& templates) {
        templates.add(tag::integer, one);
        templates.add(tag::biometric_template, [&](tlv::Writer& biometric) {
            biometric.add(tag::biometric_header, [&](tlv::Writer& header) {
                header.add(0x80, version).add(0x81, type).add(0x87, owner).add(0x88, format);
            });
            biometric.add(tag::biometric_data, record);
        });
    });
    return std::move(group).take();
}

}  // namespace

std::uint8_t data_group_tag(unsigned number) {
    constexpr std::array<std::uint8_t, 16> tags{0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68,
                                                0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70};
    return tags.at(number - 1);
}

Bytes encode_dg1(const std::vector<std::string>& mrz_lines) {
    std::string joined;
    for (const std::string& line : mrz_lines) joined += line;
    return tlv::encode(data_group_tag(1), tlv::encode(tag::mrz, as_bytes(joined)));
}

Bytes encode_dg2(const PersonaPortrait& portrait, std::string_view sex) {
    constexpr std::uint8_t facial_features = 0x02;
    constexpr std::array<std::uint8_t, 2> facial_image{0x00, 0x08};
    return tlv::encode(data_group_tag(2), biometric_group(facial_features, facial_image, facial_record(portrait, sex)));
}

Bytes encode_empty_dg3() {
    constexpr std::array<std::uint8_t, 1> none{0x00};
    tlv::Writer group;
    group.add(tag::biometric_group, [&](tlv::Writer& templates) { templates.add(tag::integer, none); });
    return tlv::encode(data_group_tag(3), group.view());
}

Bytes encode_details(unsigned data_group, const std::vector<Detail>& details) {
    Bytes tags;
    tlv::Writer objects;
    for (const Detail& detail : details) {
        append_number(tags, detail.tag, 2);
        if (!detail.repeated) {
            objects.add(detail.tag, as_bytes(detail.texts.at(0)));
            continue;
        }
        objects.add(tag::repeated, [&](tlv::Writer& repeated) {
            repeated.add(tag::integer, std::array{static_cast<std::uint8_t>(detail.texts.size())});
            for (const std::string& text : detail.texts) repeated.add(detail.tag, as_bytes(text));
        });
    }
    tlv::Writer content;
    content.add(tag::tag_list, tags).raw(objects.view());
    return tlv::encode(data_group_tag(data_group), content.view());
}

Bytes encode_dg13(ByteView national_text_record) {
    return tlv::encode(data_group_tag(13), tlv::encode(tag::octet_string, national_text_record));
}

Bytes encode_common(const std::vector<unsigned>& data_groups) {
    Bytes present;
    for (const unsigned number : data_groups) present.push_back(data_group_tag(number));
    tlv::Writer file;
    file.add(0x60, [&](tlv::Writer& content) {
        content.add(tag::lds_version, as_bytes("0107"));
        content.add(tag::unicode_version, as_bytes("040000"));
        content.add(tag::tag_list, present);
    });
    return std::move(file).take();
}

}  // namespace fivestar::sim
