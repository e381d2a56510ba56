// SPDX-License-Identifier: Apache-2.0
#include "crypto/asn1/subject_public_key_info.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/tlv/cursor.hpp"

#include <utility>

namespace fivestar::crypto {

Result<SubjectPublicKeyInfo> read_subject_public_key_info(ByteView der) {
    tlv::Cursor outer{der};
    auto fields = outer.enter(asn1::sequence);
    if (!fields) return std::unexpected{fields.error()};
    auto algorithm = read_algorithm_identifier(*fields);
    if (!algorithm) return std::unexpected{algorithm.error()};
    const auto bits = fields->expect(asn1::bit_string);
    if (!bits) return std::unexpected{bits.error()};
    if (!fields->at_end() || !outer.at_end()) return fail(ErrorCode::trailing_bytes);
    const auto octets = asn1::bit_string_octets(bits->value);
    if (!octets) return std::unexpected{octets.error()};
    return SubjectPublicKeyInfo{std::move(*algorithm), *octets};
}

}  // namespace fivestar::crypto
