// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/security_object.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"

namespace fivestar::identity {
namespace {

constexpr tlv::Tag integer = 0x02;
constexpr tlv::Tag octet_string = 0x04;
constexpr tlv::Tag printable_string = 0x13;
constexpr tlv::Tag hash_sequence = 0x30;

/// An INTEGER of one octet.
Result<unsigned> small_number(tlv::Cursor& cursor) {
    const auto element = cursor.expect(integer);
    if (!element) return std::unexpected{element.error()};
    if (element->value.size() != 1 || element->value[0] > 0x7F) return fail(ErrorCode::malformed);
    return element->value[0];
}

Result<void> read_hashes(tlv::Cursor list, SecurityObject& object) {
    while (!list.at_end()) {
        auto entry = list.enter(hash_sequence);
        if (!entry) return std::unexpected{entry.error()};
        const auto number = small_number(*entry);
        if (!number) return std::unexpected{number.error()};
        const auto hash = entry->expect(octet_string);
        if (!hash) return std::unexpected{hash.error()};
        if (const auto end = entry->finish(); !end) return end;
        if (!data_group_tag(*number) || hash->value.size() != crypto::digest_size(object.digest)) {
            return fail(ErrorCode::malformed);
        }
        // Two hashes for one data group would let whoever asks first decide which counts.
        if (!object.hashes.emplace(static_cast<DataGroupNumber>(*number), copy(hash->value)).second) {
            return fail(ErrorCode::malformed);
        }
    }
    return object.hashes.empty() ? fail(ErrorCode::malformed) : Result<void>{};
}

/// LDSVersionInfo ::= SEQUENCE { ldsVersion, unicodeVersion }
Result<void> check_versions(tlv::Cursor info) {
    for (int count = 0; count < 2; ++count) {
        if (const auto element = info.expect(printable_string); !element) return std::unexpected{element.error()};
    }
    return info.finish();
}

}  // namespace

Result<SecurityObject> parse_security_object(ByteView content) {
    auto cursor = tlv::only(content, hash_sequence);
    if (!cursor) return std::unexpected{cursor.error()};

    SecurityObject object;
    const auto version = small_number(*cursor);
    if (!version) return std::unexpected{version.error()};
    if (*version > 1) return fail(ErrorCode::unsupported);
    const auto algorithm = crypto::read_algorithm_identifier(*cursor);
    if (!algorithm) return std::unexpected{algorithm.error()};
    const auto digest = crypto::digest_algorithm(*algorithm);
    if (!digest) return std::unexpected{digest.error()};
    object.digest = *digest;

    const auto list = cursor->enter(hash_sequence);
    if (!list) return std::unexpected{list.error()};
    if (const auto read = read_hashes(*list, object); !read) return std::unexpected{read.error()};
    if (*version == 1) {
        const auto info = cursor->enter(hash_sequence);
        if (!info) return std::unexpected{info.error()};
        if (const auto read = check_versions(*info); !read) return std::unexpected{read.error()};
    }
    if (const auto end = cursor->finish(); !end) return std::unexpected{end.error()};
    return object;
}

}  // namespace fivestar::identity
