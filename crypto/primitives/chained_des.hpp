// Single DES (FIPS 46-3) as the retail MAC uses it: block after block, where only the last one is looked at. Between
// two blocks the final permutation of one and the initial permutation of the next cancel out and are left out, and so
// do the expansion E and its reverse; what is left is a chain of table look-ups, as it is in OpenSSL.
// docs/decisions/0003-triple-des-of-our-own.md tells why it is here.
#pragma once

#include "crypto/base/bytes.hpp"

#include <array>
#include <cstdint>

namespace fivestar::crypto {

class ChainedDes {
  public:
    static constexpr std::size_t block = 8;  ///< octets

    /// `key`: 8 octets; their parity bits are not looked at.
    explicit ChainedDes(ByteView key);
    ChainedDes(const ChainedDes&) = delete;
    ChainedDes& operator=(const ChainedDes&) = delete;
    ~ChainedDes();  ///< zeroizes

    /// Half a block as E makes it for the S-boxes: six bits in each octet.
    using Expanded = std::uint64_t;

    /// A block after the initial permutation, both halves expanded.
    struct Inner {
        Expanded left = 0;
        Expanded right = 0;
    };

    /// The last block of CBC with an IV of zeros. `blocks`: a whole number of blocks.
    [[nodiscard]] Inner chain(ByteView blocks) const;
    [[nodiscard]] Inner encrypt(Inner value) const;
    [[nodiscard]] Inner decrypt(Inner value) const;
    /// Takes the initial permutation back.
    [[nodiscard]] static std::array<std::uint8_t, block> octets(Inner value);

  private:
    using Keys = std::array<Expanded, 16>;
    [[nodiscard]] static Inner run(Inner value, const Keys& keys);

    Keys encrypting_ = {};
    Keys decrypting_ = {};
};

}  // namespace fivestar::crypto
