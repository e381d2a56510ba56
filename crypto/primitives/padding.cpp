// SPDX-License-Identifier: Apache-2.0
#include "crypto/primitives/padding.hpp"

namespace fivestar::crypto {
namespace {

constexpr std::uint8_t marker = 0x80;

template <class Buffer>
void pad_buffer(Buffer& octets, std::size_t block) {
    const std::size_t target = (octets.size() / block + 1) * block;
    octets.push_back(marker);
    octets.resize(target);
}

}  // namespace

void pad(Bytes& octets, std::size_t block) {
    pad_buffer(octets, block);
}

void pad(SecretBytes& octets, std::size_t block) {
    pad_buffer(octets, block);
}

Result<std::size_t> unpadded_size(ByteView octets, std::size_t block) {
    if (octets.empty() || octets.size() % block != 0) return fail(ErrorCode::malformed);
    for (std::size_t back = 1; back <= block; ++back) {
        const std::uint8_t octet = octets[octets.size() - back];
        if (octet == marker) return octets.size() - back;
        if (octet != 0) break;
    }
    return fail(ErrorCode::malformed);
}

}  // namespace fivestar::crypto
