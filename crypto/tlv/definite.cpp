// SPDX-License-Identifier: Apache-2.0
#include "crypto/tlv/definite.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace fivestar::tlv {
namespace {

constexpr std::uint8_t constructed_bit = 0x20;
constexpr std::uint8_t long_tag_bits = 0x1F;
constexpr std::uint8_t more_octets_bit = 0x80;
constexpr std::uint8_t indefinite_length = 0x80;
constexpr std::size_t most_tag_octets = 4;
constexpr Tag octet_string = 0x04;
constexpr Tag constructed_octet_string = 0x24;
constexpr std::array<std::uint8_t, 2> end_of_contents{0x00, 0x00};

/// Reads the header of a data object of indefinite length; nullopt if the octets do not begin with one.
std::optional<Header> indefinite_header(ByteView octets) {
    if (octets.empty() || (octets[0] & constructed_bit) == 0) return std::nullopt;
    Tag tag = octets[0];
    std::size_t size = 1;
    bool ends = (octets[0] & long_tag_bits) != long_tag_bits;
    while (!ends && size < octets.size() && size < most_tag_octets) {
        ends = (octets[size] & more_octets_bit) == 0;
        tag = (tag << 8) | octets[size++];
    }
    if (!ends || size >= octets.size() || octets[size] != indefinite_length) return std::nullopt;
    return Header{tag, size + 1, 0};
}

/// Rewrites data objects one after another and removes them from `rest`.
class Normaliser {
  public:
    explicit Normaliser(ByteView octets) : rest_(octets) {}

    [[nodiscard]] ByteView rest() const { return rest_; }

    /// Appends the next data object to `to`. Returns whether it was changed.
    Result<bool> take_one(Bytes& to, std::size_t depth) {
        if (depth == 0) return fail(ErrorCode::limit_exceeded);
        if (const auto header = indefinite_header(rest_)) {
            rest_ = rest_.subspan(header->header_size);
            Bytes inner;
            while (!at_end_of_contents()) {
                const auto changed = take_one(inner, depth - 1);
                if (!changed) return changed;
            }
            rest_ = rest_.subspan(end_of_contents.size());
            return rewrite(to, header->tag, inner);
        }
        Cursor cursor{rest_};
        const auto element = cursor.next();
        if (!element) return std::unexpected{element.error()};
        rest_ = cursor.rest();
        return take_definite(to, *element, depth);
    }

  private:
    [[nodiscard]] bool at_end_of_contents() const {
        return rest_.size() >= end_of_contents.size() &&
               std::ranges::equal(rest_.first(end_of_contents.size()), end_of_contents);
    }

    static Result<bool> take_definite(Bytes& to, const Element& element, std::size_t depth) {
        if (element.constructed()) {
            Bytes inner;
            bool changed = element.tag == constructed_octet_string;
            Normaliser within{element.value};
            while (!within.rest_.empty()) {
                const auto inner_changed = within.take_one(inner, depth - 1);
                if (!inner_changed) return inner_changed;
                changed = changed || *inner_changed;
            }
            if (changed) return rewrite(to, element.tag, inner);
        }
        append(to, element.whole);
        return false;
    }

    static Result<bool> rewrite(Bytes& to, Tag tag, ByteView inner) {
        if (tag != constructed_octet_string) {
            append(to, encode(tag, inner));
            return true;
        }
        Bytes joined;
        Cursor segments{inner};
        while (!segments.at_end()) {
            const auto segment = segments.expect(octet_string);
            if (!segment) return std::unexpected{segment.error()};
            append(joined, segment->value);
        }
        append(to, encode(octet_string, joined));
        return true;
    }

    ByteView rest_;
};

}  // namespace

Result<Bytes> to_definite(ByteView octets) {
    auto definite = take_definite(octets);
    if (definite && !octets.empty()) return fail(ErrorCode::trailing_bytes);
    return definite;
}

Result<Bytes> take_definite(ByteView& octets) {
    Normaliser normaliser{octets};
    Bytes definite;
    const auto changed = normaliser.take_one(definite, max_definite_depth);
    if (!changed) return std::unexpected{changed.error()};
    octets = normaliser.rest();
    return definite;
}

}  // namespace fivestar::tlv
