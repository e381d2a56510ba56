// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/x509.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/object_identifier.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::crypto {
namespace {

constexpr std::size_t max_extensions = 64;
constexpr std::size_t usual_extensions = 8;

Result<Extension> read_extension(tlv::Cursor& extensions) {
    auto fields = extensions.enter(asn1::sequence);
    if (!fields) return std::unexpected{fields.error()};
    const auto oid = fields->expect(asn1::object_identifier);
    const auto critical = fields->optional(asn1::boolean);
    const auto value = fields->expect(asn1::octet_string);
    if (!oid || !critical || !value || !fields->at_end()) return fail(ErrorCode::malformed);
    auto text = oid_text(oid->value);
    if (!text) return std::unexpected{text.error()};
    const bool is_critical = *critical && !(*critical)->value.empty() && (*critical)->value[0] != 0;
    return Extension{std::move(*text), is_critical, value->value};
}

}  // namespace

Result<SignedParts> read_signed(ByteView der) {
    auto fields = tlv::only(der, asn1::sequence);
    if (!fields) return std::unexpected{fields.error()};
    const auto tbs = fields->expect(asn1::sequence);
    if (!tbs) return std::unexpected{tbs.error()};
    auto algorithm = read_algorithm_identifier(*fields);
    if (!algorithm) return std::unexpected{algorithm.error()};
    const auto bits = fields->expect(asn1::bit_string);
    if (!bits) return std::unexpected{bits.error()};
    if (!fields->at_end()) return fail(ErrorCode::trailing_bytes);
    const auto signature = asn1::bit_string_octets(bits->value);
    if (!signature) return std::unexpected{signature.error()};
    return SignedParts{*tbs, std::move(*algorithm), *signature};
}

Result<std::vector<Extension>> read_extensions(ByteView encoded) {
    auto sequence = tlv::only(encoded, asn1::sequence);
    if (!sequence) return fail(ErrorCode::malformed);
    std::vector<Extension> extensions;
    extensions.reserve(usual_extensions);
    while (!sequence->at_end()) {
        if (extensions.size() == max_extensions) return fail(ErrorCode::limit_exceeded);
        auto extension = read_extension(*sequence);
        if (!extension) return std::unexpected{extension.error()};
        if (std::ranges::find(extensions, extension->oid, &Extension::oid) != extensions.end()) {
            return fail(ErrorCode::malformed);
        }
        extensions.push_back(std::move(*extension));
    }
    return extensions;
}

Result<std::optional<Bytes>> parse_authority_key_identifier(ByteView value) {
    auto fields = tlv::only(value, asn1::sequence);
    if (!fields) return fail(ErrorCode::malformed);
    const auto identifier = fields->optional(asn1::context_primitive(0));
    if (!identifier) return std::unexpected{identifier.error()};
    if (!*identifier) return std::nullopt;
    return copy((*identifier)->value);
}

}  // namespace fivestar::crypto
