// DES (FIPS 46-3) under a two-key triple DES key, on many blocks at once: what secure messaging decrypts, and its
// retail MACs. Bit-sliced: the same bit of 128, 256 or 512 blocks, whatever the processor has vectors for, makes one
// vector, and S-boxes are logic on vectors. Many times as fast as one block after the other, and neither branch nor
// address depends on a secret. docs/decisions/0003-triple-des-of-our-own.md tells why it is here.
#pragma once

#include "crypto/base/bytes.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace fivestar::crypto {

class SlicedDes {
  public:
    static constexpr std::size_t block = 8;  ///< octets
    /// From this many blocks, or messages, on it is the faster way: the work is that for all lanes, however few are
    /// used.
    static constexpr std::size_t worthwhile = 16;

    /// `key`: 16 octets; their parity bits are not looked at.
    explicit SlicedDes(ByteView key);
    SlicedDes(const SlicedDes&) = delete;
    SlicedDes& operator=(const SlicedDes&) = delete;
    ~SlicedDes();  ///< zeroizes

    /// CBC with triple DES. `iv` is one block; `in` a whole number of blocks; `out` as long and not overlapping it.
    void decrypt(ByteView iv, ByteView in, MutableByteView out) const;

    using MacValue = std::array<std::uint8_t, block>;
    /// The retail MAC (ISO/IEC 9797-1, algorithm 3) of each message. They are of one length, a whole number of blocks
    /// and at least one; `macs` has as many elements.
    void retail_macs(std::span<const ByteView> messages, std::span<MacValue> macs) const;

    /// Each bit of a key's half, spread over 64 lanes.
    using Half = std::array<std::uint64_t, 64>;

  private:
    Half first_;
    Half second_;
};

}  // namespace fivestar::crypto
