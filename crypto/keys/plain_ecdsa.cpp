// SPDX-License-Identifier: Apache-2.0
#include "crypto/keys/plain_ecdsa.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/tlv/writer.hpp"

namespace fivestar::crypto {
namespace {

/// Returns the value of the shortest INTEGER that is not negative.
Bytes integer(ByteView number) {
    while (number.size() > 1 && number[0] == 0) number = number.subspan(1);
    Bytes octets = copy(number);
    if ((octets[0] & 0x80U) != 0) octets.insert(octets.begin(), 0);
    return octets;
}

}  // namespace

Result<Bytes> der_of_plain_ecdsa(ByteView plain) {
    if (plain.empty() || plain.size() % 2 != 0) return fail(ErrorCode::malformed);
    const std::size_t half = plain.size() / 2;
    tlv::Writer writer;
    writer.add(asn1::sequence, [&](tlv::Writer& fields) {
        fields.add(asn1::integer, integer(plain.first(half))).add(asn1::integer, integer(plain.subspan(half)));
    });
    return std::move(writer).take();
}

}  // namespace fivestar::crypto
