// Two-key triple DES (FIPS 46-3) on many blocks at once, for what secure messaging decrypts. Bit-sliced: the same bit
// of 128 blocks makes one vector, and S-boxes are logic on vectors. Eight times as fast as one block after the other,
// and neither branch nor address depends on a secret. docs/decisions/0003-triple-des-of-our-own.md tells why it is
// here.
#pragma once

#include "crypto/base/bytes.hpp"

#include <array>
#include <cstdint>

namespace fivestar::crypto {

class SlicedTripleDes {
  public:
    static constexpr std::size_t block = 8;  ///< octets
    /// From this many blocks on it is the faster way: the work is that for 128 blocks, however few there are.
    static constexpr std::size_t worthwhile = 16;

    /// `key`: 16 octets; their parity bits are not looked at.
    explicit SlicedTripleDes(ByteView key);
    SlicedTripleDes(const SlicedTripleDes&) = delete;
    SlicedTripleDes& operator=(const SlicedTripleDes&) = delete;
    ~SlicedTripleDes();  ///< cleanses

    /// CBC. `iv` is one block; `in` a whole number of blocks; `out` as long and not overlapping it.
    void decrypt(ByteView iv, ByteView in, MutableByteView out) const;

    /// One bit of each of 128 blocks.
    using Lanes [[gnu::vector_size(16)]] = std::uint64_t;

  private:
    using Key = std::array<Lanes, 64>;  ///< every lane has the same bit
    Key first_;
    Key second_;
};

}  // namespace fivestar::crypto
