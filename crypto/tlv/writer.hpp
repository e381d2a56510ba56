// Writes BER-TLV and DER: the shortest length always.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/tlv/cursor.hpp"

#include <concepts>
#include <utility>

namespace fivestar::tlv {

class Writer {
  public:
    /// A data object with this value.
    Writer& add(Tag tag, ByteView value);
    /// A constructed data object whose value `fill(Writer&)` writes.
    template <class Fill>
        requires std::invocable<Fill, Writer&>
    Writer& add(Tag tag, Fill&& fill) {
        Writer inner;
        std::forward<Fill>(fill)(inner);
        return add(tag, inner.octets_);
    }
    /// Octets that are already encoded.
    Writer& raw(ByteView encoded);

    [[nodiscard]] ByteView view() const { return octets_; }
    [[nodiscard]] Bytes take() && { return std::move(octets_); }

  private:
    Bytes octets_;
};

/// One data object on its own.
[[nodiscard]] Bytes encode(Tag tag, ByteView value);

}  // namespace fivestar::tlv
