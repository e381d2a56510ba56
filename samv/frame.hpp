// SPDX-License-Identifier: Apache-2.0
// The frame that carries every request and reply of a SAM_V module (GA/T 467-2019, terminal interface):
//   AA AA AA 96 69 | length, 2 octets big-endian | content | checksum
// The length counts content and checksum; the checksum is the exclusive or of everything from the length on.
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

/// The largest frame that is believed. The largest known is a reply with two fingerprints, 2,321 octets.
inline constexpr std::size_t largest_frame = 4096;

/// A whole frame around `content`, which must fit (largest_frame less 8 octets).
[[nodiscard]] Bytes encode_frame(ByteView content);

/// Finds frames in octets as a port delivers them: in pieces of any size, with noise before, between and behind.
/// Whatever it drops or hands out is zeroized in its own memory.
class FrameParser {
  public:
    /// Takes in more octets. Call next() until it has nothing before feeding again; then never more than
    /// `largest_frame` octets stay behind.
    void feed(ByteView octets);

    /// The content of the next whole frame with a right checksum, or nothing until more octets come. What begins like
    /// a frame but has an impossible length or a wrong checksum is skipped, and the search goes on right behind its
    /// first octet.
    [[nodiscard]] std::optional<PersonalBytes> next();

    /// Whether something that began like a frame was skipped since the last clear().
    [[nodiscard]] bool damaged() const { return damaged_; }

    /// How many octets wait for the rest of their frame.
    [[nodiscard]] std::size_t buffered() const { return buffer_.size() - start_; }

    /// Forgets everything.
    void clear();

  private:
    void skip_to_preamble();

    PersonalBytes buffer_;
    std::size_t start_ = 0;  ///< of what is not yet consumed
    bool damaged_ = false;
};

}  // namespace fivestar::samv
