// SPDX-License-Identifier: Apache-2.0
// The frame of every request and reply of a SAM_V module (GA/T 467-2019, terminal interface):
//   AA AA AA 96 69 | length, 2 octets big-endian | content | checksum
// The length counts content and checksum. The checksum is the exclusive or of all octets from the length on.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace fivestar::samv {

inline constexpr std::array<std::uint8_t, 5> preamble{0xAA, 0xAA, 0xAA, 0x96, 0x69};
inline constexpr std::size_t frame_header_size = preamble.size() + 2;

/// The largest frame that is accepted. The largest known is a reply with two fingerprints, 2,321 octets.
inline constexpr std::size_t largest_frame = 4096;

/// A whole frame around `content`, which has at most `largest_frame` - 8 octets.
[[nodiscard]] Bytes encode_frame(ByteView content);

/// Finds frames in octets as a port delivers them: in pieces of any size, with noise around them. Zeroizes octets in
/// its buffer after dropping or returning them.
class FrameParser {
  public:
    /// Adds octets. Call next() until it returns nothing before feeding again: then at most `largest_frame` octets
    /// remain in the buffer.
    void feed(ByteView octets);

    /// The content of the next whole frame with a right checksum, or nothing until more octets arrive. Skips a preamble
    /// with an impossible length or a wrong checksum, and searches again from its second octet on.
    [[nodiscard]] std::optional<PersonalBytes> next();

    /// True if a preamble was skipped since the last clear().
    [[nodiscard]] bool damaged() const { return damaged_; }

    /// The number of octets that wait for the rest of their frame.
    [[nodiscard]] std::size_t buffered() const { return buffer_.size() - start_; }

    void clear();

  private:
    void skip_to_preamble();

    PersonalBytes buffer_;
    std::size_t start_ = 0;  ///< of the octets that are not consumed
    bool damaged_ = false;
};

}  // namespace fivestar::samv
