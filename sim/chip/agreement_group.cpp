// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/agreement_group.hpp"

#include "sim/chip/integrated_mapping.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace fivestar::sim {
namespace {

using crypto::DhGroup;
using crypto::EcGroup;
using crypto::EllipticCurve;

constexpr std::uint8_t first_curve = 8;
constexpr std::array curves{EllipticCurve::p192,
                            EllipticCurve::brainpool_p192r1,
                            EllipticCurve::p224,
                            EllipticCurve::brainpool_p224r1,
                            EllipticCurve::p256,
                            EllipticCurve::brainpool_p256r1,
                            EllipticCurve::brainpool_p320r1,
                            EllipticCurve::p384,
                            EllipticCurve::brainpool_p384r1,
                            EllipticCurve::brainpool_p512r1,
                            EllipticCurve::p521};

/// Returns the order, which is known for all groups here.
crypto::Modulus order_of(const DhGroup& group) {
    const auto order = group.order();
    if (!order) throw std::logic_error{"a group of unknown order"};
    return *order;
}

/// (p-1)/q, computed as -(q^-1) modulo p.
Result<SecretBytes> cofactor(const DhGroup& group) {
    const crypto::Modulus prime = group.prime();
    const auto inverse = prime.inverse_of_prime(order_of(group).octets());
    if (!inverse) return std::unexpected{inverse.error()};
    return prime.subtract({}, *inverse);
}

/// Encodes a number without leading zeros.
Bytes minimal(ByteView number) {
    const auto first = std::ranges::find_if(number, [](std::uint8_t octet) { return octet != 0; });
    return {first, number.end()};
}

/// Pads a number to the size of the modulus. Returns a number that is too long unchanged; arithmetic refuses it.
Bytes padded(ByteView number, std::size_t size) {
    Bytes octets(size - std::min(size, number.size()));
    append(octets, number);
    return octets;
}

}  // namespace

Result<AgreementGroup> AgreementGroup::standardized(std::uint8_t parameter) {
    switch (parameter) {
        case 0:
            return AgreementGroup{DhGroup{crypto::StandardDhGroup::modp_1024_160}};
        case 1:
            return AgreementGroup{DhGroup{crypto::StandardDhGroup::modp_2048_224}};
        case 2:
            return AgreementGroup{DhGroup{crypto::StandardDhGroup::modp_2048_256}};
        default:
            break;
    }
    if (parameter < first_curve || parameter >= first_curve + curves.size()) return fail(ErrorCode::invalid_argument);
    return AgreementGroup{EcGroup{curves.at(parameter - first_curve)}};
}

KeyAgreement AgreementGroup::agreement() const {
    return curve() == nullptr ? KeyAgreement::dh : KeyAgreement::ecdh;
}

Bytes AgreementGroup::generator() const {
    if (const EcGroup* const ec = curve()) return ec->generator().encode();
    return minimal(std::get<DhGroup>(group_).generator());
}

Result<SecretBytes> AgreementGroup::random_private_key(Random& random) const {
    if (const EcGroup* const ec = curve()) return ec->random_scalar(random);
    return std::get<DhGroup>(group_).random_exponent(random);
}

Result<void> AgreementGroup::check(ByteView element) const {
    if (const EcGroup* const ec = curve()) {
        const auto point = ec->decode(element);
        if (!point) return std::unexpected{point.error()};
        return {};
    }
    const auto& group = std::get<DhGroup>(group_);
    return group.check_public_value(padded(element, group.size()));
}

Result<Bytes> AgreementGroup::power(ByteView element, ByteView exponent) const {
    if (const EcGroup* const ec = curve()) {
        const auto point = ec->decode(element);
        if (!point) return std::unexpected{point.error()};
        const auto product = point->multiply(exponent);
        if (!product) return std::unexpected{product.error()};
        return product->encode();
    }
    const auto& group = std::get<DhGroup>(group_);
    const auto result = group.power(padded(element, group.size()), exponent);
    if (!result) return std::unexpected{result.error()};
    return minimal(*result);
}

Result<Bytes> AgreementGroup::combine(ByteView left, ByteView right) const {
    if (const EcGroup* const ec = curve()) {
        const auto first = ec->decode(left);
        const auto second = ec->decode(right);
        if (!first || !second) return fail(ErrorCode::invalid_key);
        const auto sum = first->add(*second);
        if (!sum) return std::unexpected{sum.error()};
        return sum->encode();
    }
    const auto product = prime().multiply(left, right);
    if (!product) return std::unexpected{product.error()};
    return minimal(*product);
}

SecretBytes AgreementGroup::secret(ByteView element) const {
    if (curve() == nullptr) return SecretBytes{padded(element, prime().size())};
    return SecretBytes{element.subspan(1, (element.size() - 1) / 2)};
}

crypto::Modulus AgreementGroup::order() const {
    if (const EcGroup* const ec = curve()) return ec->order();
    return order_of(std::get<DhGroup>(group_));
}

crypto::Modulus AgreementGroup::prime() const {
    if (const EcGroup* const ec = curve()) return ec->prime();
    return std::get<DhGroup>(group_).prime();
}

Result<Bytes> AgreementGroup::map_number(ByteView number) const {
    if (const EcGroup* const ec = curve()) return encode_point(*ec, number);
    const auto exponent = cofactor(std::get<DhGroup>(group_));
    if (!exponent) return std::unexpected{exponent.error()};
    return power(number, *exponent);
}

}  // namespace fivestar::sim
