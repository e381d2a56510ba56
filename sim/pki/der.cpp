// SPDX-License-Identifier: Apache-2.0
#include "sim/pki/der.hpp"

#include "crypto/asn1/object_identifier.hpp"

namespace fivestar::sim::der {

Bytes integer(std::uint32_t number) {
    Bytes octets;
    // A leading zero keeps the number positive if the top bit is set. Zero is one octet.
    do {
        octets.insert(octets.begin(), static_cast<std::uint8_t>(number));
        number >>= 8;
    } while (number != 0);
    if ((octets.front() & 0x80U) != 0) octets.insert(octets.begin(), 0);
    return tlv::encode(tag::integer, octets);
}

Bytes unsigned_integer(ByteView octets) {
    while (octets.size() > 1 && octets[0] == 0) octets = octets.subspan(1);
    Bytes value;
    if (octets.empty() || (octets[0] & 0x80U) != 0) value.push_back(0);
    append(value, octets);
    return tlv::encode(tag::integer, value);
}

Bytes object_identifier(std::string_view dotted) {
    return tlv::encode(tag::object_identifier, crypto::oid_value(dotted).value());
}

Bytes bit_string(ByteView octets) {
    Bytes value{0};  // number of unused bits
    append(value, octets);
    return tlv::encode(tag::bit_string, value);
}

Bytes utc_time(std::string_view instant) {
    return tlv::encode(tag::utc_time, as_bytes(instant.substr(2)));
}

Bytes sequence(std::initializer_list<ByteView> elements) {
    tlv::Writer writer;
    for (const ByteView element : elements) writer.raw(element);
    return tlv::encode(tag::sequence, writer.view());
}

}  // namespace fivestar::sim::der
