// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/png.hpp"

#include "crypto/base/bytes.hpp"
#include "daemon/portrait/pixels.hpp"

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <zlib.h>

namespace fivestar::daemon {
namespace {

void append_u32(PersonalBytes& to, std::uint32_t value) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_chunk(PersonalBytes& file, std::string_view type, ByteView data) {
    append_u32(file, static_cast<std::uint32_t>(data.size()));
    const std::size_t start = file.size();
    file.append(as_bytes(type));
    file.append(data);
    append_u32(file, static_cast<std::uint32_t>(
                         ::crc32(0, file.data() + start, static_cast<uInt>(type.size() + data.size()))));
}

// zlib keeps pixels in its window. It frees without saying how much, so each block remembers its size.
constexpr std::size_t header = alignof(std::max_align_t);

void* allocate(void*, uInt count, uInt size) {
    const std::size_t whole = header + std::size_t{count} * size;
    auto* block = static_cast<std::uint8_t*>(std::calloc(1, whole));
    if (block == nullptr) return nullptr;
    *reinterpret_cast<std::size_t*>(block) = whole;
    return block + header;
}

void release(void*, void* memory) {
    auto* block = static_cast<std::uint8_t*>(memory) - header;
    zeroize(block, *reinterpret_cast<std::size_t*>(block));
    std::free(block);
}

PersonalBytes deflated(ByteView octets) {
    z_stream stream{};
    stream.zalloc = allocate;
    stream.zfree = release;
    if (::deflateInit(&stream, Z_DEFAULT_COMPRESSION) != Z_OK) throw std::bad_alloc{};
    PersonalBytes out(::deflateBound(&stream, octets.size()));
    PersonalBytes in{octets};  // zlib takes no pointer to const
    stream.next_in = in.data();
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    if (ended != Z_STREAM_END) throw std::logic_error{"deflate had room for all and did not end"};
    return out;
}

}  // namespace

PersonalBytes png_of(ByteView pixels, std::uint32_t width, std::uint32_t height) {
    const std::size_t row = width * portrait::octets_per_pixel;
    if (pixels.size() != row * height) throw std::invalid_argument{"pixels of another size"};
    PersonalBytes rows;
    rows.reserve(pixels.size() + height);
    for (std::size_t at = 0; at < pixels.size(); at += row) {
        rows.push_back(0);  // filter type none
        rows.append(pixels.subspan(at, row));
    }
    PersonalBytes size;
    append_u32(size, width);
    append_u32(size, height);
    constexpr std::array<std::uint8_t, 5> form{8, 2, 0, 0, 0};  // 8 bits of RGB, the only methods, no interlace
    size.append(form);

    constexpr std::array<std::uint8_t, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    PersonalBytes file{ByteView{signature}};
    append_chunk(file, "IHDR", size.view());
    append_chunk(file, "IDAT", deflated(rows.view()).view());
    append_chunk(file, "IEND", {});
    return file;
}

}  // namespace fivestar::daemon
