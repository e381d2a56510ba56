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

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

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

KeyAgreement::KeyAgreement(const crypto::AgreementGroup& group)
    : state_(std::visit(Overloaded{[](const EcGroup& curve) -> std::variant<OnCurve, InSubgroup> {
                                       return OnCurve{curve, curve.generator()};
                                   },
                                   [](const DhGroup& subgroup) -> std::variant<OnCurve, InSubgroup> {
                                       return InSubgroup{subgroup, SecretBytes{ByteView{subgroup.generator()}}};
                                   }},
                        group)) {}

Result<AgreementKeyPair> KeyAgreement::generate(Random& random) const {
    return std::visit(Overloaded{[&](const OnCurve& on) -> Result<AgreementKeyPair> {
                                     auto secret = on.group.random_scalar(random);
                                     if (!secret) return std::unexpected{secret.error()};
                                     const auto point = on.generator.multiply(*secret);
                                     if (!point) return std::unexpected{point.error()};
                                     return AgreementKeyPair{std::move(*secret), point->encode()};
                                 },
                                 [&](const InSubgroup& in) -> Result<AgreementKeyPair> {
                                     auto secret = in.group.random_exponent(random);
                                     if (!secret) return std::unexpected{secret.error()};
                                     const auto value = in.group.power(in.generator, *secret);
                                     if (!value) return std::unexpected{value.error()};
                                     return AgreementKeyPair{std::move(*secret), without_leading_zeros(*value)};
                                 }},
                      state_);
}

Result<SecretBytes> KeyAgreement::agree(ByteView secret, ByteView other) const {
    return std::visit(Overloaded{[&](const OnCurve& on) -> Result<SecretBytes> {
                                     const auto shared = multiply(on.group, other, secret);
                                     if (!shared) return std::unexpected{shared.error()};
                                     return shared->x();
                                 },
                                 [&](const InSubgroup& in) { return power(in.group, other, secret); }},
                      state_);
}

Result<bool> KeyAgreement::is_product(ByteView factor, ByteView other, ByteView product) const {
    return std::visit(Overloaded{[&](const OnCurve& on) -> Result<bool> {
                                     const auto computed = multiply(on.group, other, factor);
                                     if (!computed) return std::unexpected{computed.error()};
                                     return std::ranges::equal(computed->encode(), product);
                                 },
                                 [&](const InSubgroup& in) -> Result<bool> {
                                     const auto computed = power(in.group, other, factor);
                                     if (!computed) return std::unexpected{computed.error()};
                                     return std::ranges::equal(computed->view(), product);
                                 }},
                      state_);
}

Result<KeyAgreement> KeyAgreement::map_generic(ByteView nonce, ByteView secret, ByteView other) const {
    return std::visit(
        Overloaded{[&](const OnCurve& on) -> Result<KeyAgreement> {
                       const auto shared = multiply(on.group, other, secret);
                       if (!shared) return std::unexpected{shared.error()};
                       const auto of_nonce = on.generator.multiply(nonce);
                       if (!of_nonce) return std::unexpected{of_nonce.error()};
                       auto mapped = of_nonce->add(*shared);
                       if (!mapped) return std::unexpected{mapped.error()};
                       return KeyAgreement{std::variant<OnCurve, InSubgroup>{OnCurve{on.group, std::move(*mapped)}}};
                   },
                   [&](const InSubgroup& in) -> Result<KeyAgreement> {
                       const auto shared = power(in.group, other, secret);
                       if (!shared) return std::unexpected{shared.error()};
                       const auto of_nonce = in.group.power(in.generator, nonce);
                       if (!of_nonce) return std::unexpected{of_nonce.error()};
                       auto mapped = in.group.prime().multiply(*of_nonce, *shared);
                       if (!mapped) return std::unexpected{mapped.error()};
                       if (!in.group.check_public_value(*mapped)) return fail(ErrorCode::invalid_key);
                       return KeyAgreement{std::variant<OnCurve, InSubgroup>{InSubgroup{in.group, std::move(*mapped)}}};
                   }},
        state_);
}

Result<KeyAgreement> KeyAgreement::map_integrated(ByteView nonce, ByteView own_nonce,
                                                  crypto::BlockCipher cipher) const {
    return std::visit(
        Overloaded{[&](const OnCurve& on) -> Result<KeyAgreement> {
                       const auto number = pseudo_random_number(nonce, own_nonce, cipher, on.group.prime());
                       if (!number) return std::unexpected{number.error()};
                       auto mapped = point_of_number(on.group, *number);
                       if (!mapped) return std::unexpected{mapped.error()};
                       return KeyAgreement{std::variant<OnCurve, InSubgroup>{OnCurve{on.group, std::move(*mapped)}}};
                   },
                   [&](const InSubgroup& in) -> Result<KeyAgreement> {
                       const auto number = pseudo_random_number(nonce, own_nonce, cipher, in.group.prime());
                       if (!number) return std::unexpected{number.error()};
                       auto mapped = element_of_number(in.group, *number);
                       if (!mapped) return std::unexpected{mapped.error()};
                       return KeyAgreement{std::variant<OnCurve, InSubgroup>{InSubgroup{in.group, std::move(*mapped)}}};
                   }},
        state_);
}

Bytes KeyAgreement::generator() const {
    return std::visit(Overloaded{[](const OnCurve& on) { return on.generator.encode(); },
                                 [](const InSubgroup& in) { return copy(in.generator); }},
                      state_);
}

}  // namespace fivestar::apdu
