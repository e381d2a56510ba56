// SPDX-License-Identifier: Apache-2.0
#include "apdu/key_agreement.hpp"

#include "apdu/integrated_mapping.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::apdu {

using crypto::DhGroup;
using crypto::EcGroup;
using crypto::EcPoint;

namespace {

Result<EcPoint> multiply(const EcGroup& group, ByteView encoded, ByteView scalar) {
    const auto point = group.decode(encoded);
    if (!point) return std::unexpected{point.error()};
    return point->multiply(scalar);
}

/// `value` may lack leading zeros, like every unsigned integer of the standard (§9.4.1).
Result<SecretBytes> power(const DhGroup& group, ByteView value, ByteView exponent) {
    if (value.size() > group.size()) return fail(ErrorCode::malformed);
    Bytes padded(group.size() - value.size());
    append(padded, value);
    if (const auto checked = group.check_public_value(padded); !checked) return std::unexpected{checked.error()};
    return group.power(padded, exponent);
}

Bytes without_leading_zeros(ByteView number) {
    return {std::ranges::find_if(number, [](std::uint8_t octet) { return octet != 0; }), number.end()};
}

}  // namespace

Bytes key_reference(std::uint32_t number) {
    Bytes octets;
    for (unsigned shift = 32; shift > 0; shift -= 8) {
        const auto octet = static_cast<std::uint8_t>(number >> (shift - 8));
        if (octet != 0 || !octets.empty() || shift == 8) octets.push_back(octet);
    }
    return octets;
}

KeyAgreement::State KeyAgreement::with_own_generator(const crypto::AgreementGroup& group) {
    if (const auto* curve = std::get_if<EcGroup>(&group)) return OnCurve{*curve, curve->generator()};
    const auto& subgroup = std::get<DhGroup>(group);
    return InSubgroup{subgroup, SecretBytes{ByteView{subgroup.generator()}}};
}

Result<AgreementKeyPair> KeyAgreement::generate(Random& random) const {
    if (const auto* on = std::get_if<OnCurve>(&state_)) {
        auto secret = on->group.random_scalar(random);
        if (!secret) return std::unexpected{secret.error()};
        const auto point = on->generator.multiply(*secret);
        if (!point) return std::unexpected{point.error()};
        return AgreementKeyPair{std::move(*secret), point->encode()};
    }
    const auto& in = std::get<InSubgroup>(state_);
    auto secret = in.group.random_exponent(random);
    if (!secret) return std::unexpected{secret.error()};
    const auto value = in.group.power(in.generator, *secret);
    if (!value) return std::unexpected{value.error()};
    return AgreementKeyPair{std::move(*secret), without_leading_zeros(*value)};
}

Result<SecretBytes> KeyAgreement::agree(ByteView secret, ByteView other) const {
    if (const auto* in = std::get_if<InSubgroup>(&state_)) return power(in->group, other, secret);
    const auto shared = multiply(std::get<OnCurve>(state_).group, other, secret);
    if (!shared) return std::unexpected{shared.error()};
    return shared->x();
}

Result<bool> KeyAgreement::is_product(ByteView factor, ByteView other, ByteView product) const {
    if (const auto* on = std::get_if<OnCurve>(&state_)) {
        const auto computed = multiply(on->group, other, factor);
        if (!computed) return std::unexpected{computed.error()};
        return std::ranges::equal(computed->encode(), product);
    }
    const auto computed = power(std::get<InSubgroup>(state_).group, other, factor);
    if (!computed) return std::unexpected{computed.error()};
    return std::ranges::equal(computed->view(), product);
}

Result<KeyAgreement> KeyAgreement::map_generic(ByteView nonce, ByteView secret, ByteView other) const {
    if (const auto* on = std::get_if<OnCurve>(&state_)) {
        const auto shared = multiply(on->group, other, secret);
        if (!shared) return std::unexpected{shared.error()};
        const auto of_nonce = on->generator.multiply(nonce);
        if (!of_nonce) return std::unexpected{of_nonce.error()};
        auto mapped = of_nonce->add(*shared);
        if (!mapped) return std::unexpected{mapped.error()};
        return KeyAgreement{State{OnCurve{on->group, std::move(*mapped)}}};
    }
    const auto& in = std::get<InSubgroup>(state_);
    const auto shared = power(in.group, other, secret);
    if (!shared) return std::unexpected{shared.error()};
    const auto of_nonce = in.group.power(in.generator, nonce);
    if (!of_nonce) return std::unexpected{of_nonce.error()};
    auto mapped = in.group.prime().multiply(*of_nonce, *shared);
    if (!mapped) return std::unexpected{mapped.error()};
    if (!in.group.check_public_value(*mapped)) return fail(ErrorCode::invalid_key);
    return KeyAgreement{State{InSubgroup{in.group, std::move(*mapped)}}};
}

Result<KeyAgreement> KeyAgreement::map_integrated(ByteView nonce, ByteView own_nonce,
                                                  crypto::BlockCipher cipher) const {
    const auto* on = std::get_if<OnCurve>(&state_);
    const crypto::Modulus prime = on != nullptr ? on->group.prime() : std::get<InSubgroup>(state_).group.prime();
    const auto number = pseudo_random_number(nonce, own_nonce, cipher, prime);
    if (!number) return std::unexpected{number.error()};
    if (on != nullptr) {
        auto mapped = point_of_number(on->group, *number);
        if (!mapped) return std::unexpected{mapped.error()};
        return KeyAgreement{State{OnCurve{on->group, std::move(*mapped)}}};
    }
    const DhGroup& group = std::get<InSubgroup>(state_).group;
    auto mapped = element_of_number(group, *number);
    if (!mapped) return std::unexpected{mapped.error()};
    return KeyAgreement{State{InSubgroup{group, std::move(*mapped)}}};
}

}  // namespace fivestar::apdu
