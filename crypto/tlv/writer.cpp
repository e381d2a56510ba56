// SPDX-License-Identifier: Apache-2.0
#include "crypto/tlv/writer.hpp"

namespace fivestar::tlv {
namespace {

/// Returns the octets of a number, most significant first, without leading zeros; none for zero.
Bytes big_endian(std::size_t number) {
    Bytes octets;
    for (; number != 0; number >>= 8) octets.insert(octets.begin(), static_cast<std::uint8_t>(number));
    return octets;
}

}  // namespace

Writer& Writer::add(Tag tag, ByteView value) {
    append(octets_, tag == 0 ? Bytes{0} : big_endian(tag));
    if (value.size() < 0x80) {
        octets_.push_back(static_cast<std::uint8_t>(value.size()));
    } else {
        const Bytes length = big_endian(value.size());
        octets_.push_back(static_cast<std::uint8_t>(0x80U | length.size()));
        append(octets_, length);
    }
    append(octets_, value);
    return *this;
}

Writer& Writer::raw(ByteView encoded) {
    append(octets_, encoded);
    return *this;
}

Bytes encode(Tag tag, ByteView value) {
    Writer writer;
    writer.add(tag, value);
    return std::move(writer).take();
}

}  // namespace fivestar::tlv
