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

Result<Extension> read_extension(const tlv::Element& extension) {
    if (extension.tag != asn1::sequence) return fail(ErrorCode::malformed);
    tlv::Cursor fields{extension.value};
    const auto oid = fields.expect(asn1::object_identifier);
    const auto critical = fields.optional(asn1::boolean);
    const auto value = fields.expect(asn1::octet_string);
    if (!oid || !critical || !value || !fields.at_end()) return fail(ErrorCode::malformed);
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

ExtensionList read_extension_list(ByteView encoded) {
    ExtensionList list;
    const auto note = [&](const Error& error) {
        if (!list.fault) list.fault = error;
    };
    auto sequence = tlv::only(encoded, asn1::sequence);
    if (!sequence) return {.fault = Error{ErrorCode::malformed}};
    list.extensions.reserve(usual_extensions);
    for (std::size_t count = 0; !sequence->at_end(); ++count) {
        if (count == max_extensions) {
            note(Error{ErrorCode::limit_exceeded});
            break;
        }
        const auto element = sequence->next();
        if (!element) {
            note(element.error());
            break;
        }
        auto extension = read_extension(*element);
        if (!extension) {
            note(extension.error());
        } else if (std::ranges::find(list.extensions, extension->oid, &Extension::oid) != list.extensions.end()) {
            note(Error{ErrorCode::malformed});
        } else {
            list.extensions.push_back(std::move(*extension));
        }
    }
    return list;
}

Result<std::vector<Extension>> read_extensions(ByteView encoded) {
    ExtensionList list = read_extension_list(encoded);
    if (list.fault) return std::unexpected{*list.fault};
    return std::move(list.extensions);
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
