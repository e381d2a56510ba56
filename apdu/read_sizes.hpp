// How many octets a READ BINARY may ask for. What was learned belongs to the read, not to the channel: it outlives a
// session of secure messaging that died of a length the chip did not take.
#pragma once

#include "apdu/command.hpp"
#include "crypto/primitives/block_cipher.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::apdu {

/// A ladder: extended length, then all that a short answer holds (256 plain, 231 under 3DES, 223 under AES), then 192,
/// 160, 112.
class ReadSizes {
  public:
    /// `extended_length`: whether reader and chip are believed to take it.
    explicit ReadSizes(bool extended_length);

    /// From now on answers are protected with this cipher.
    void protect_with(crypto::BlockCipher cipher) { cipher_ = cipher; }
    /// From now on answers are plain: after a reset.
    void unprotect() { cipher_.reset(); }

    /// Whether reader and chip are still believed to take extended length.
    [[nodiscard]] bool extended_length() const { return block() > max_short_le; }
    /// The most plain octets that one READ BINARY may ask for.
    [[nodiscard]] std::uint32_t block() const;
    /// The same, within the short form.
    [[nodiscard]] std::uint32_t short_block() const;

    /// Goes down to the first rung below `refused` octets; false, changing nothing, if there is none.
    bool step_below(std::uint32_t refused);
    /// Never asks for more than this again: the chip named its own limit (6Cxx). Less than the lowest rung is not
    /// believed.
    void cap(std::uint32_t octets);

  private:
    std::optional<crypto::BlockCipher> cipher_;
    std::size_t rung_;
    std::uint32_t cap_;
};

}  // namespace fivestar::apdu
