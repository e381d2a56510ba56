// A block of DES (FIPS 46-3) as a number, its first bit the highest.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace fivestar::crypto::des {

/// From 8 octets.
inline std::uint64_t load_block(const std::uint8_t* from) {
    std::uint64_t value = 0;
    std::memcpy(&value, from, sizeof value);
    return std::endian::native == std::endian::little ? std::byteswap(value) : value;
}

/// To 8 octets.
inline void store_block(std::uint64_t value, std::uint8_t* to) {
    if (std::endian::native == std::endian::little) value = std::byteswap(value);
    std::memcpy(to, &value, sizeof value);
}

}  // namespace fivestar::crypto::des
