// SPDX-License-Identifier: Apache-2.0
#include "crypto/groups/elliptic_curve.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/groups/known_curve.hpp"
#include "crypto/primitives/big_number.hpp"
#include "crypto/primitives/openssl_owner.hpp"
#include "crypto/tlv/cursor.hpp"

#include <algorithm>
#include <array>

#include <openssl/ec.h>
#include <openssl/objects.h>

namespace fivestar::crypto {
namespace {

using PublicPoint = OpenSslOwner<EC_POINT, EC_POINT_free>;

constexpr std::string_view prime_field = "1.2.840.10045.1.1";
/// Octets of the longest number, a 521-bit one with the zero of a positive INTEGER.
constexpr std::size_t max_number_octets = 67;

/// ecdpVer3 of X9.62.
constexpr std::uint32_t last_version = 3;

constexpr std::array<KnownCurve, 13> known_curves{{
    {EllipticCurve::p192, "P-192", "1.2.840.10045.3.1.1", NID_X9_62_prime192v1, 192},
    {EllipticCurve::p224, "P-224", "1.3.132.0.33", NID_secp224r1, 224},
    {EllipticCurve::p256, "P-256", "1.2.840.10045.3.1.7", NID_X9_62_prime256v1, 256},
    {EllipticCurve::p384, "P-384", "1.3.132.0.34", NID_secp384r1, 384},
    {EllipticCurve::p521, "P-521", "1.3.132.0.35", NID_secp521r1, 521},
    {EllipticCurve::brainpool_p160r1, "brainpoolP160r1", "1.3.36.3.3.2.8.1.1.1", NID_brainpoolP160r1, 160},
    {EllipticCurve::brainpool_p192r1, "brainpoolP192r1", "1.3.36.3.3.2.8.1.1.3", NID_brainpoolP192r1, 192},
    {EllipticCurve::brainpool_p224r1, "brainpoolP224r1", "1.3.36.3.3.2.8.1.1.5", NID_brainpoolP224r1, 224},
    {EllipticCurve::brainpool_p256r1, "brainpoolP256r1", "1.3.36.3.3.2.8.1.1.7", NID_brainpoolP256r1, 256},
    {EllipticCurve::brainpool_p320r1, "brainpoolP320r1", "1.3.36.3.3.2.8.1.1.9", NID_brainpoolP320r1, 320},
    {EllipticCurve::brainpool_p384r1, "brainpoolP384r1", "1.3.36.3.3.2.8.1.1.11", NID_brainpoolP384r1, 384},
    {EllipticCurve::brainpool_p512r1, "brainpoolP512r1", "1.3.36.3.3.2.8.1.1.13", NID_brainpoolP512r1, 512},
    {EllipticCurve::sm2, "SM2", "1.2.156.10197.1.301", NID_sm2, 256},
}};

/// The octets of ECParameters, borrowed.
struct ExplicitParameters {
    ByteView prime;
    ByteView a;
    ByteView b;
    ByteView generator;
    ByteView order;
    std::optional<ByteView> cofactor;
};

/// The octets of a number that is not negative and not longer than any of the known curves'.
Result<ByteView> number(tlv::Cursor& fields, tlv::Tag tag) {
    const auto element = fields.expect(tag);
    if (!element) return std::unexpected{element.error()};
    const ByteView octets = element->value;
    if (octets.empty() || (tag == asn1::integer && (octets[0] & 0x80U) != 0)) return fail(ErrorCode::malformed);
    if (octets.size() > max_number_octets) return fail(ErrorCode::unsupported);
    return octets;
}

Result<ByteView> read_prime(tlv::Cursor& parameters) {
    auto field = parameters.enter(asn1::sequence);
    if (!field) return std::unexpected{field.error()};
    const auto type = field->expect(asn1::object_identifier);
    if (!type) return std::unexpected{type.error()};
    if (oid_text(type->value) != prime_field) return fail(ErrorCode::unsupported);
    auto prime = number(*field, asn1::integer);
    if (prime && !field->at_end()) return fail(ErrorCode::malformed);
    return prime;
}

/// ECParameters ::= SEQUENCE { version, fieldID, curve { a, b, seed OPTIONAL }, base, order, cofactor OPTIONAL }
Result<ExplicitParameters> read_parameters(ByteView octets) {
    auto fields = tlv::only(octets, asn1::sequence);
    if (!fields) return fail(ErrorCode::malformed);
    const auto version = asn1::read_small_integer(*fields);
    if (!version || *version == 0 || *version > last_version) return fail(ErrorCode::malformed);
    const auto prime = read_prime(*fields);
    if (!prime) return std::unexpected{prime.error()};
    auto curve = fields->enter(asn1::sequence);
    if (!curve) return std::unexpected{curve.error()};
    const auto a = number(*curve, asn1::octet_string);
    if (!a) return std::unexpected{a.error()};
    const auto b = number(*curve, asn1::octet_string);
    if (!b) return std::unexpected{b.error()};
    // The seed only documents how the numbers were generated.
    const auto seed = curve->optional(asn1::bit_string);
    if (!seed || !curve->at_end()) return fail(ErrorCode::malformed);
    const auto generator = fields->expect(asn1::octet_string);
    if (!generator) return std::unexpected{generator.error()};
    const auto order = number(*fields, asn1::integer);
    if (!order) return std::unexpected{order.error()};
    ExplicitParameters parameters{*prime, *a, *b, generator->value, *order, std::nullopt};
    if (!fields->at_end()) {
        const auto cofactor = number(*fields, asn1::integer);
        if (!cofactor) return std::unexpected{cofactor.error()};
        parameters.cofactor = *cofactor;
    }
    if (!fields->at_end()) return fail(ErrorCode::malformed);
    return parameters;
}

BigNumber big_number(ByteView octets) {
    return BigNumber{BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr)};
}

bool equals(ByteView octets, const BIGNUM* known) {
    const BigNumber value = big_number(octets);
    return value && known != nullptr && BN_cmp(value.get(), known) == 0;
}

/// Tells whether the octets are the group's generator, in any point form.
bool is_generator(ByteView octets, const EC_GROUP* group) {
    const PublicPoint point{EC_POINT_new(group)};
    return point && EC_POINT_oct2point(group, point.get(), octets.data(), octets.size(), nullptr) == 1 &&
           EC_POINT_cmp(group, point.get(), EC_GROUP_get0_generator(group), nullptr) == 0;
}

bool same_curve(const ExplicitParameters& given, const KnownCurve& known) {
    // Avoids setting up curves of another size.
    const BigNumber given_prime = big_number(given.prime);
    if (!given_prime || BN_num_bits(given_prime.get()) != known.bits) return false;
    const OpenSslOwner<EC_GROUP, EC_GROUP_free> group{EC_GROUP_new_by_curve_name(known.nid)};
    const BigNumber prime{BN_new()};
    const BigNumber a{BN_new()};
    const BigNumber b{BN_new()};
    if (!group || !prime || !a || !b || EC_GROUP_get_curve(group.get(), prime.get(), a.get(), b.get(), nullptr) != 1) {
        return false;
    }
    return equals(given.prime, prime.get()) && equals(given.a, a.get()) && equals(given.b, b.get()) &&
           equals(given.order, EC_GROUP_get0_order(group.get())) &&
           (!given.cofactor || equals(*given.cofactor, EC_GROUP_get0_cofactor(group.get()))) &&
           is_generator(given.generator, group.get());
}

}  // namespace

const KnownCurve& known_curve(EllipticCurve curve) {
    return *std::ranges::find(known_curves, curve, &KnownCurve::curve);
}

std::string_view to_string(EllipticCurve curve) {
    return known_curve(curve).name;
}

std::string_view curve_oid(EllipticCurve curve) {
    return known_curve(curve).oid;
}

std::optional<EllipticCurve> curve_with_oid(std::string_view dotted) {
    const auto* const found = std::ranges::find(known_curves, dotted, &KnownCurve::oid);
    if (found == known_curves.end()) return std::nullopt;
    return found->curve;
}

Result<EllipticCurve> match_explicit_parameters(ByteView parameters) {
    const ErrorQueueGuard guard;
    const auto given = read_parameters(parameters);
    if (!given) return std::unexpected{given.error()};
    const auto* const found =
        std::ranges::find_if(known_curves, [&](const KnownCurve& known) { return same_curve(*given, known); });
    if (found == known_curves.end()) return fail(ErrorCode::unsupported);
    return found->curve;
}

Result<CurveReference> read_curve(ByteView parameters) {
    tlv::Cursor cursor{parameters};
    const auto oid = cursor.optional(asn1::object_identifier);
    if (!oid) return std::unexpected{oid.error()};
    if (!*oid) {
        const auto matched = match_explicit_parameters(parameters);
        if (!matched) return std::unexpected{matched.error()};
        return CurveReference{*matched, EcParameters::explicit_parameters};
    }
    if (!cursor.at_end()) return fail(ErrorCode::malformed);
    const auto text = oid_text((*oid)->value);
    if (!text) return std::unexpected{text.error()};
    const auto named = curve_with_oid(*text);
    if (!named) return fail(ErrorCode::unsupported);
    return CurveReference{*named, EcParameters::named};
}

}  // namespace fivestar::crypto
