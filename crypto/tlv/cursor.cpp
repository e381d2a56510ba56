// SPDX-License-Identifier: Apache-2.0
#include "crypto/tlv/cursor.hpp"

namespace fivestar::tlv {
namespace {

constexpr std::uint8_t long_tag = 0x1F;
constexpr std::uint8_t more = 0x80;
constexpr std::size_t max_tag_octets = 4;
constexpr std::size_t max_length_octets = 4;

struct TagField {
    Tag tag;
    std::size_t size;
};

Result<TagField> read_tag(ByteView octets, Rules rules) {
    if (octets.empty()) return fail(ErrorCode::malformed);
    Tag tag = octets[0];
    if ((octets[0] & long_tag) != long_tag) return TagField{tag, 1};
    for (std::size_t at = 1; at < octets.size() && at < max_tag_octets; ++at) {
        if (at == 1 && rules == Rules::der && (octets[at] & ~more) == 0) return fail(ErrorCode::malformed);
        tag = (tag << 8) | octets[at];
        if ((octets[at] & more) == 0) return TagField{tag, at + 1};
    }
    return fail(ErrorCode::malformed);
}

}  // namespace

bool Element::constructed() const {
    return !whole.empty() && (whole[0] & 0x20) != 0;
}

Result<Header> read_header(ByteView octets, Rules rules) {
    const auto tag = read_tag(octets, rules);
    if (!tag) return std::unexpected{tag.error()};
    const ByteView field = octets.subspan(tag->size);
    if (field.empty()) return fail(ErrorCode::malformed);
    if ((field[0] & more) == 0) return Header{tag->tag, tag->size + 1, field[0]};
    const std::size_t count = field[0] & 0x7FU;
    if (count == 0 || count > max_length_octets || field.size() < count + 1) return fail(ErrorCode::malformed);
    std::size_t length = 0;
    for (std::size_t at = 1; at <= count; ++at) length = (length << 8) | field[at];
    if (rules == Rules::der && (field[1] == 0 || length < 0x80)) return fail(ErrorCode::malformed);
    return Header{tag->tag, tag->size + 1 + count, length};
}

Result<Element> Cursor::next() {
    // Fast path: nearly all objects have one octet of tag and one of length.
    if (rest_.size() >= 2 && (rest_[0] & long_tag) != long_tag && (rest_[1] & more) == 0) {
        const std::size_t size = std::size_t{2} + rest_[1];
        if (size > rest_.size()) return fail(ErrorCode::malformed);
        const Element element{rest_[0], rest_.subspan(2, size - 2), rest_.first(size)};
        rest_ = rest_.subspan(size);
        return element;
    }
    const auto header = read_header(rest_, rules_);
    if (!header) return std::unexpected{header.error()};
    if (header->value_length > rest_.size() - header->header_size) return fail(ErrorCode::malformed);
    const Element element{header->tag, rest_.subspan(header->header_size, header->value_length),
                          rest_.first(header->total())};
    rest_ = rest_.subspan(header->total());
    return element;
}

Result<Element> Cursor::expect(Tag tag) {
    Cursor ahead = *this;
    auto element = ahead.next();
    if (!element) return element;
    if (element->tag != tag) return fail(ErrorCode::malformed);
    *this = ahead;
    return element;
}

Result<std::optional<Element>> Cursor::optional(Tag tag) {
    if (at_end()) return std::nullopt;
    Cursor ahead = *this;
    const auto element = ahead.next();
    if (!element) return std::unexpected{element.error()};
    if (element->tag != tag) return std::nullopt;
    *this = ahead;
    return *element;
}

Result<Cursor> Cursor::enter(Tag tag) {
    const auto element = expect(tag);
    if (!element) return std::unexpected{element.error()};
    return Cursor{element->value, rules_};
}

Result<void> Cursor::finish() const {
    if (!at_end()) return fail(ErrorCode::trailing_bytes);
    return {};
}

Result<Cursor> only(ByteView octets, Tag tag, Rules rules) {
    Cursor outer{octets, rules};
    auto value = outer.enter(tag);
    if (value && !outer.at_end()) return fail(ErrorCode::trailing_bytes);
    return value;
}

Result<std::optional<Element>> find(ByteView octets, Tag tag, Rules rules) {
    std::optional<Element> found;
    Cursor cursor{octets, rules};
    while (!cursor.at_end()) {
        const auto element = cursor.next();
        if (!element) return std::unexpected{element.error()};
        if (element->tag == tag && !found) found = *element;
    }
    return found;
}

}  // namespace fivestar::tlv
