// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/image_header.hpp"

#include <algorithm>
#include <array>

namespace fivestar::identity {
namespace {

constexpr std::array<std::uint8_t, 3> jpeg_start{0xFF, 0xD8, 0xFF};
constexpr std::array<std::uint8_t, 4> codestream_start{0xFF, 0x4F, 0xFF, 0x51};
constexpr std::array<std::uint8_t, 12> box_start{0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50,
                                                 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A};
constexpr std::uint32_t jp2h = 0x6A703268;
constexpr std::uint32_t ihdr = 0x69686472;

bool starts_with(ByteView octets, ByteView start) {
    return octets.size() >= start.size() && std::ranges::equal(octets.first(start.size()), start);
}

std::uint32_t u16(ByteView octets, std::size_t at) {
    return static_cast<std::uint32_t>(octets[at]) << 8 | octets[at + 1];
}

std::uint32_t u32(ByteView octets, std::size_t at) {
    return u16(octets, at) << 16 | u16(octets, at + 2);
}

std::optional<ImageHeader> sized(MediaType type, std::uint32_t width, std::uint32_t height) {
    if (width == 0 || height == 0) return std::nullopt;
    return ImageHeader{type, width, height};
}

/// SOF0 to SOF15; C4, C8 and CC in that range are DHT, JPG and DAC (T.81 table B.1).
bool start_of_frame(std::uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

std::optional<ImageHeader> read_jpeg(ByteView octets) {
    constexpr std::uint8_t start_of_scan = 0xDA;
    constexpr std::size_t frame_header = 7;  // length, precision, height, width
    ByteView rest = octets.subspan(2);
    while (rest.size() >= 2 && rest[0] == 0xFF) {
        const std::uint8_t marker = rest[1];
        if (marker == 0xFF) {  // fill octets may precede a marker
            rest = rest.subspan(1);
            continue;
        }
        rest = rest.subspan(2);
        if (start_of_frame(marker)) {
            return rest.size() < frame_header ? std::nullopt : sized(MediaType::jpeg, u16(rest, 5), u16(rest, 3));
        }
        if (marker == start_of_scan || rest.size() < 2) break;
        const std::size_t length = u16(rest, 0);
        if (length < 2 || length > rest.size()) break;
        rest = rest.subspan(length);
    }
    return std::nullopt;
}

/// The SIZ marker segment (T.800 A.5.1): extent of the reference grid less the offset of the image on it.
std::optional<ImageHeader> read_codestream(ByteView octets) {
    constexpr std::size_t extent = 8;
    constexpr std::size_t offset = 16;
    if (octets.size() < offset + 8) return std::nullopt;
    const std::uint32_t right = u32(octets, extent);
    const std::uint32_t bottom = u32(octets, extent + 4);
    const std::uint32_t left = u32(octets, offset);
    const std::uint32_t top = u32(octets, offset + 4);
    if (right <= left || bottom <= top) return std::nullopt;
    return sized(MediaType::j2c, right - left, bottom - top);
}

/// The content of the first box of this type (T.800 I.4).
std::optional<ByteView> find_box(ByteView octets, std::uint32_t type) {
    while (octets.size() >= 8) {
        std::size_t header = 8;
        std::uint64_t length = u32(octets, 0);
        if (length == 1) {
            if (octets.size() < 16) return std::nullopt;
            header = 16;
            length = std::uint64_t{u32(octets, 8)} << 32 | u32(octets, 12);
        } else if (length == 0) {
            length = octets.size();
        }
        if (length < header || length > octets.size()) return std::nullopt;
        const auto whole = static_cast<std::size_t>(length);
        if (u32(octets, 4) == type) return octets.subspan(header, whole - header);
        octets = octets.subspan(whole);
    }
    return std::nullopt;
}

std::optional<ImageHeader> read_boxes(ByteView octets) {
    const auto header = find_box(octets, jp2h);
    const auto image = header ? find_box(*header, ihdr) : std::nullopt;
    if (!image || image->size() < 8) return std::nullopt;
    return sized(MediaType::jp2, u32(*image, 4), u32(*image, 0));
}

}  // namespace

std::optional<ImageHeader> read_image_header(ByteView octets) {
    if (starts_with(octets, jpeg_start)) return read_jpeg(octets);
    if (starts_with(octets, codestream_start)) return read_codestream(octets);
    if (starts_with(octets, box_start)) return read_boxes(octets);
    return std::nullopt;
}

bool begins_as_image(ByteView octets) {
    return starts_with(octets, jpeg_start) || starts_with(octets, codestream_start) || starts_with(octets, box_start);
}

}  // namespace fivestar::identity
