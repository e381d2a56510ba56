// BER-TLV and DER (ISO/IEC 7816-4 §5.2.2.2, X.690), read with a cursor over borrowed octets.
// Absent, empty and malformed are three results: `optional` gives nullopt, an element without octets, or an error.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace fivestar::tlv {

/// A tag as its octets are written, most significant first: 0x30, 0x5F1F, 0x7F61. At most four octets.
using Tag = std::uint32_t;

/// DER also demands the shortest form of tag and length.
enum class Rules : std::uint8_t { ber, der };

/// Tag and length field of a data object whose value need not be there yet.
struct Header {
    Tag tag;
    std::size_t header_size;   ///< octets of tag and length field
    std::size_t value_length;  ///< octets announced
    [[nodiscard]] std::size_t total() const { return header_size + value_length; }
};

struct Element {
    Tag tag;
    ByteView value;
    ByteView whole;  ///< tag, length field and value: what signatures and hashes cover
    [[nodiscard]] bool constructed() const;
};

/// Reads a header from the first octets of a data object. `malformed` when it is cut off, indefinite, or longer than
/// four length octets.
[[nodiscard]] Result<Header> read_header(ByteView octets, Rules rules = Rules::ber);

class Cursor {
  public:
    explicit Cursor(ByteView octets, Rules rules = Rules::ber) : rest_(octets), rules_(rules) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] ByteView rest() const { return rest_; }

    /// The next data object, whatever it is; `malformed` at the end or when it reaches past the end.
    Result<Element> next();
    /// The next data object, which must have this tag; `malformed` otherwise. Does not advance on failure.
    Result<Element> expect(Tag tag);
    /// The next data object if it has this tag; nullopt, without advancing, if it has another or there is none.
    Result<std::optional<Element>> optional(Tag tag);
    /// `expect`, entered: a cursor over the value.
    Result<Cursor> enter(Tag tag);
    /// `trailing_bytes` unless everything has been read.
    [[nodiscard]] Result<void> finish() const;

  private:
    ByteView rest_;
    Rules rules_;
};

/// The first data object with this tag directly inside `octets`; nullopt if there is none. Everything is checked for
/// form, so that what follows the wanted object cannot be rubbish.
[[nodiscard]] Result<std::optional<Element>> find(ByteView octets, Tag tag, Rules rules = Rules::ber);

}  // namespace fivestar::tlv
