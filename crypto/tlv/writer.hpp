// SPDX-License-Identifier: Apache-2.0
// Writes BER-TLV and DER, always with the shortest length field.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/tlv/cursor.hpp"

#include <concepts>
#include <utility>

namespace fivestar::tlv {

class Writer {
  public:
    /// Adds a data object with this value.
    Writer& add(Tag tag, ByteView value);
    /// Adds a constructed data object whose value `fill(Writer&)` writes.
    template <class Fill>
        requires std::invocable<Fill, Writer&>
    Writer& add(Tag tag, Fill&& fill) {
        Writer inner;
        std::forward<Fill>(fill)(inner);
        return add(tag, inner.octets_);
    }
    /// Adds octets that are already encoded.
    Writer& raw(ByteView encoded);

    [[nodiscard]] ByteView view() const { return octets_; }
    [[nodiscard]] Bytes take() && { return std::move(octets_); }

  private:
    Bytes octets_;
};

/// Encodes one data object.
[[nodiscard]] Bytes encode(Tag tag, ByteView value);

}  // namespace fivestar::tlv
