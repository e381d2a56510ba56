// SPDX-License-Identifier: Apache-2.0
// The 1,284 octets that a PC/SC reader with a built-in SAM returns to `FF B0`: two big-endian lengths, text and photo,
// as in the module's reply to `30 01`. Blocks have 256 octets, so text and photo cross their borders.
#pragma once

#include "crypto/base/bytes.hpp"
#include "samv/reply.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace fivestar::samv {

inline constexpr std::array<std::uint8_t, 4> stream_header{0x01, 0x00, 0x04, 0x00};
inline constexpr std::size_t stream_size = stream_header.size() + text_size + photo_size;
inline constexpr std::size_t stream_block_size = 256;
inline constexpr std::size_t stream_blocks = 6;  ///< five whole ones and one of 4 octets
static_assert(stream_size == 1284 && (stream_size + stream_block_size - 1) / stream_block_size == stream_blocks);

/// Writes the stream of `content` to `to`, whose size must be `stream_size`.
void write_stream(const CardContentView& content, MutableByteView to);

/// Block `number` of `octets`; nothing if there is no such block.
[[nodiscard]] std::optional<ByteView> block_of(ByteView octets, std::size_t number);

}  // namespace fivestar::samv
