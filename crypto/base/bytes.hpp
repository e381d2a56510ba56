// SPDX-License-Identifier: Apache-2.0
// Types for octets. `Bytes` owns them, `ByteView` borrows them for the duration of a call. Secrets and personal data
// use `SecretBytes` and `PersonalBytes` instead (zeroized.hpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace fivestar {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;

/// Returns the octets of a text, borrowed.
[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Returns octets as text, borrowed and unchecked.
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline void append(Bytes& to, ByteView from) {
    to.insert(to.end(), from.begin(), from.end());
}

/// True if every octet is zero, as in padding; also if there is none.
[[nodiscard]] inline bool all_zero(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t octet) { return octet == 0; });
}

/// Returns an owned copy.
[[nodiscard]] inline Bytes copy(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}

}  // namespace fivestar
