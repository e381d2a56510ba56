// SPDX-License-Identifier: Apache-2.0
#include "crypto/keys/agreement_key.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/known_algorithms.hpp"
#include "crypto/asn1/subject_public_key_info.hpp"
#include "crypto/groups/elliptic_curve.hpp"
#include "crypto/tlv/cursor.hpp"

#include <string_view>
#include <utility>

namespace fivestar::crypto {
namespace {

constexpr std::string_view standardized_parameters = "0.4.0.127.0.7.1.2";
constexpr std::string_view ec_dh = "1.3.132.1.12";
constexpr std::string_view dh_key_agreement = "1.2.840.113549.1.3.1";
constexpr std::string_view dh_public_number = "1.2.840.10046.2.1";

Result<AgreementGroup> standardized_group(ByteView parameters) {
    tlv::Cursor cursor{parameters};
    const auto id = asn1::read_small_integer(cursor);
    if (!id) return std::unexpected{id.error()};
    if (!cursor.at_end()) return fail(ErrorCode::malformed);
    const auto known = standardized_domain_parameters(*id);
    if (!known) return fail(ErrorCode::unsupported);
    return agreement_group(*known);
}

/// DHParameter ::= SEQUENCE { prime, base, privateValueLength OPTIONAL } of PKCS #3, or
/// DomainParameters ::= SEQUENCE { p, g, q, j OPTIONAL, validationParms OPTIONAL } of X9.42.
Result<AgreementGroup> explicit_dh_group(ByteView parameters, bool with_order) {
    auto fields = tlv::only(parameters, asn1::sequence);
    if (!fields) return fail(ErrorCode::malformed);
    const auto prime = asn1::read_unsigned_integer(*fields);
    if (!prime) return std::unexpected{prime.error()};
    const auto generator = asn1::read_unsigned_integer(*fields);
    if (!generator) return std::unexpected{generator.error()};
    ByteView order;
    if (with_order) {
        const auto given = asn1::read_unsigned_integer(*fields);
        if (!given) return std::unexpected{given.error()};
        order = *given;
    }
    while (!fields->at_end()) {
        if (const auto more = fields->next(); !more) return std::unexpected{more.error()};
    }
    auto group = DhGroup::from_numbers(*prime, *generator, order);
    if (!group) return std::unexpected{group.error()};
    return std::move(*group);
}

Result<Bytes> checked_value(const EcGroup& group, ByteView octets) {
    const auto point = group.decode(octets);
    if (!point) return std::unexpected{point.error()};
    return copy(octets);
}

/// The public value is an INTEGER inside the BIT STRING.
Result<Bytes> checked_value(const DhGroup& group, ByteView octets) {
    tlv::Cursor cursor{octets};
    const auto number = asn1::read_unsigned_integer(cursor);
    if (!number) return std::unexpected{number.error()};
    if (!cursor.at_end()) return fail(ErrorCode::trailing_bytes);
    const auto value =
        group.prime().add(*number, Bytes{0});  // checks that it is less than the prime, and sets its size
    if (!value) return fail(ErrorCode::invalid_key);
    if (const auto checked = group.check_public_value(*value); !checked) return std::unexpected{checked.error()};
    return copy(*value);
}

}  // namespace

AgreementGroup agreement_group(const DomainParameters& parameters) {
    if (const auto* curve = std::get_if<EllipticCurve>(&parameters)) return EcGroup{*curve};
    return DhGroup{std::get<StandardDhGroup>(parameters)};
}

Result<AgreementGroup> read_agreement_group(const AlgorithmIdentifier& algorithm) {
    if (algorithm.oid == standardized_parameters) return standardized_group(algorithm.parameters);
    if (algorithm.oid == ec_public_key || algorithm.oid == ec_dh) {
        const auto curve = read_curve(algorithm.parameters);
        if (!curve) return std::unexpected{curve.error()};
        // Doc 9303-11 specifies no protocol for SM2.
        if (curve->curve == EllipticCurve::sm2) return fail(ErrorCode::unsupported);
        return EcGroup{curve->curve};
    }
    const bool with_order = algorithm.oid == dh_public_number;
    if (!with_order && algorithm.oid != dh_key_agreement) return fail(ErrorCode::unsupported);
    return explicit_dh_group(algorithm.parameters, with_order);
}

Result<AgreementKey> parse_agreement_key(ByteView subject_public_key_info) {
    const auto info = read_subject_public_key_info(subject_public_key_info);
    if (!info) return std::unexpected{info.error()};
    auto group = read_agreement_group(info->algorithm);
    if (!group) return std::unexpected{group.error()};
    auto value = std::visit([&](const auto& of_kind) { return checked_value(of_kind, info->key); }, *group);
    if (!value) return std::unexpected{value.error()};
    return AgreementKey{std::move(*group), std::move(*value)};
}

}  // namespace fivestar::crypto
