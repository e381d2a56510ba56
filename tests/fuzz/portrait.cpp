// SPDX-License-Identifier: Apache-2.0
// A picture of a card, from its header to its pixels. The codec libraries are not instrumented.
#include "daemon/portrait/jpeg2000_decoder.hpp"
#include "daemon/portrait/jpeg_codec.hpp"
#include "identity/lds/image_header.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    constexpr std::size_t quickly_decoded = 20'000;
    const ByteView octets{data, size};
    const auto header = identity::read_image_header(octets);
    if (!header) return 0;
    const portrait::PictureSize picture{header->width, header->height};
    if (std::size_t{picture.width} * picture.height > quickly_decoded) return 0;
    const auto pixels = header->media_type == identity::MediaType::jpeg ? portrait::decode_jpeg(octets, picture)
                                                                        : portrait::decode_jpeg2000(octets, picture);
    if (pixels && pixels->size() != portrait::pixel_octets(picture)) std::abort();
    return 0;
}
