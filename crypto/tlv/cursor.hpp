// SPDX-License-Identifier: Apache-2.0
// `Cursor` reads BER-TLV and DER (ISO/IEC 7816-4 §5.2.2.2, X.690) from borrowed octets. It tells absent, empty and
// malformed objects apart: `optional` returns nullopt, an element without octets, or an error.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace fivestar::tlv {

/// A tag as its octets are written, most significant first: 0x30, 0x5F1F, 0x7F61. At most four octets.
using Tag = std::uint32_t;

/// The encoding rules; DER also requires the shortest form of tag and length.
enum class Rules : std::uint8_t { ber, der };

/// Tag and length field of a data object; its value need not be present.
struct Header {
    Tag tag;
    std::size_t header_size;   ///< octets of tag and length field
    std::size_t value_length;  ///< octets of the value
    [[nodiscard]] std::size_t total() const { return header_size + value_length; }
};

struct Element {
    Tag tag;
    ByteView value;
    ByteView whole;  ///< tag, length field and value, as signatures and hashes cover them
    [[nodiscard]] bool constructed() const;
};

/// Reads a header from the first octets of a data object. `malformed` if it is cut off, indefinite, or has more than
/// four length octets.
[[nodiscard]] Result<Header> read_header(ByteView octets, Rules rules = Rules::ber);

class Cursor {
  public:
    explicit Cursor(ByteView octets, Rules rules = Rules::ber) : rest_(octets), rules_(rules) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] ByteView rest() const { return rest_; }

    /// Reads the next data object of any tag; `malformed` at the end, or if it reaches past the end.
    Result<Element> next();
    /// Reads the next data object, which must have this tag; `malformed` otherwise. Does not advance on failure.
    Result<Element> expect(Tag tag);
    /// Reads the next data object if it has this tag; nullopt, without advancing, if it has another or there is none.
    Result<std::optional<Element>> optional(Tag tag);
    /// Reads the next data object like `expect` and returns a cursor over its value.
    Result<Cursor> enter(Tag tag);
    /// Returns `trailing_bytes` unless everything has been read.
    [[nodiscard]] Result<void> finish() const;

  private:
    ByteView rest_;
    Rules rules_;
};

/// Returns a cursor over the value of the one data object that the octets consist of. `malformed` if it has another
/// tag, `trailing_bytes` if more octets follow it.
[[nodiscard]] Result<Cursor> only(ByteView octets, Tag tag, Rules rules = Rules::ber);

/// Finds the first data object with this tag directly inside `octets`; nullopt if there is none. All objects are
/// parsed: `malformed` also for octets after the one that is found.
[[nodiscard]] Result<std::optional<Element>> find(ByteView octets, Tag tag, Rules rules = Rules::ber);

}  // namespace fivestar::tlv
