// SPDX-License-Identifier: Apache-2.0
// The number of octets that a READ BINARY may request. It belongs to the read, not to the channel: the limits that were
// learned outlive a secure messaging session that ended because the chip refused a length.
#pragma once

#include "apdu/command.hpp"
#include "crypto/primitives/block_cipher.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::apdu {

/// Falls back from extended length to a full short answer (256 octets plain, 231 with 3DES, 223 with AES), then to 192,
/// 160 and 112.
class ReadSizes {
  public:
    /// `extended_length`: reader and chip are believed to take it.
    explicit ReadSizes(bool extended_length);

    /// Sizes answers for secure messaging with this cipher from now on.
    void protect_with(crypto::BlockCipher cipher) { cipher_ = cipher; }
    /// Sizes plain answers from now on, after a reset.
    void unprotect() { cipher_.reset(); }

    /// Tells whether reader and chip are still believed to take extended length.
    [[nodiscard]] bool extended_length() const { return block() > max_short_le; }
    /// Returns the most plain octets that one READ BINARY may request.
    [[nodiscard]] std::uint32_t block() const;
    /// Returns the same for a short Le.
    [[nodiscard]] std::uint32_t short_block() const;

    /// Falls back to the first size below `refused` octets; false, without a change, if there is none.
    bool reduce_below(std::uint32_t refused);
    /// Limits every later request to this number, which the chip named (6Cxx). Ignores a limit below the smallest size.
    void cap(std::uint32_t octets);

  private:
    std::optional<crypto::BlockCipher> cipher_;
    std::size_t level_;  ///< index of the size in use, largest first
    std::uint32_t cap_;
};

}  // namespace fivestar::apdu
