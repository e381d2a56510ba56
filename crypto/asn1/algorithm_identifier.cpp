// SPDX-License-Identifier: Apache-2.0
#include "crypto/asn1/algorithm_identifier.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace fivestar::crypto {
namespace {

constexpr std::array<std::pair<std::string_view, DigestAlgorithm>, 6> digest_oids{{
    {"1.3.14.3.2.26", DigestAlgorithm::sha1},
    {"2.16.840.1.101.3.4.2.4", DigestAlgorithm::sha224},
    {"2.16.840.1.101.3.4.2.1", DigestAlgorithm::sha256},
    {"2.16.840.1.101.3.4.2.2", DigestAlgorithm::sha384},
    {"2.16.840.1.101.3.4.2.3", DigestAlgorithm::sha512},
    {"1.2.156.10197.1.401", DigestAlgorithm::sm3},
}};

}  // namespace

bool AlgorithmIdentifier::without_parameters() const {
    return parameters.empty() || std::ranges::equal(parameters, null_parameters);
}

Result<AlgorithmIdentifier> read_algorithm_identifier(tlv::Cursor& cursor) {
    tlv::Cursor ahead = cursor;
    const auto sequence = ahead.expect(asn1::sequence);
    if (!sequence) return std::unexpected{sequence.error()};
    tlv::Cursor fields{sequence->value};
    const auto oid = fields.expect(asn1::object_identifier);
    if (!oid) return std::unexpected{oid.error()};
    auto text = oid_text(oid->value);
    if (!text) return std::unexpected{text.error()};
    ByteView parameters;
    if (!fields.at_end()) {
        const auto element = fields.next();
        if (!element) return std::unexpected{element.error()};
        if (!fields.at_end()) return fail(ErrorCode::malformed);
        parameters = element->whole;
    }
    cursor = ahead;
    return AlgorithmIdentifier{std::move(*text), parameters, sequence->whole};
}

Result<AlgorithmIdentifier> parse_algorithm_identifier(ByteView der) {
    tlv::Cursor cursor{der};
    auto identifier = read_algorithm_identifier(cursor);
    if (identifier && !cursor.at_end()) return fail(ErrorCode::trailing_bytes);
    return identifier;
}

Result<DigestAlgorithm> digest_algorithm(const AlgorithmIdentifier& identifier) {
    const auto* const found = std::ranges::find(digest_oids, std::string_view{identifier.oid},
                                                &std::pair<std::string_view, DigestAlgorithm>::first);
    if (found == digest_oids.end() || !identifier.without_parameters()) return fail(ErrorCode::unsupported);
    return found->second;
}

Bytes encode_algorithm_identifier(std::string_view oid, ByteView parameters) {
    tlv::Writer writer;
    writer.add(asn1::sequence, [&](tlv::Writer& fields) {
        fields.add(asn1::object_identifier, oid_value(oid).value()).raw(parameters);
    });
    return std::move(writer).take();
}

Bytes digest_algorithm_identifier(DigestAlgorithm algorithm) {
    const auto* const found =
        std::ranges::find(digest_oids, algorithm, &std::pair<std::string_view, DigestAlgorithm>::second);
    return encode_algorithm_identifier(found->first, null_parameters);
}

}  // namespace fivestar::crypto
