// The house's words for octets. `Bytes` owns, `ByteView` borrows for the length of a call. Neither is for secrets or
// personal data: those are `SecretBytes` and `PersonalBytes` (zeroized.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace fivestar {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;

/// The octets of a text, borrowed.
[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The text that octets spell, borrowed. Nothing is checked.
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline void append(Bytes& to, ByteView from) {
    to.insert(to.end(), from.begin(), from.end());
}

/// An owned copy.
[[nodiscard]] inline Bytes copy(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}

}  // namespace fivestar
