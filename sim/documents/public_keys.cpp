// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/public_keys.hpp"

#include "sim/chip/agreement_group.hpp"
#include "sim/pki/der.hpp"

#include <string_view>

namespace fivestar::sim {
namespace {

namespace oid {
constexpr std::string_view standardized_domain_parameters = "0.4.0.127.0.7.1.2";
constexpr std::string_view ec_public_key = "1.2.840.10045.2.1";
constexpr std::string_view prime_field = "1.2.840.10045.1.1";
constexpr std::string_view dh_public_number = "1.2.840.10046.2.1";
constexpr std::string_view dh_key_agreement = "1.2.840.113549.1.3.1";
}  // namespace oid

/// ECParameters (RFC 3279 §2.3.5), version 1, with the cofactor.
Bytes ec_parameters(const crypto::EcGroup& curve) {
    return der::sequence(
        {der::integer(1),
         der::sequence({der::object_identifier(oid::prime_field), der::unsigned_integer(curve.prime().octets())}),
         der::sequence(
             {tlv::encode(der::tag::octet_string, curve.a()), tlv::encode(der::tag::octet_string, curve.b())}),
         tlv::encode(der::tag::octet_string, curve.generator().encode()), der::unsigned_integer(curve.order().octets()),
         der::integer(1)});
}

Bytes dh_algorithm(const AgreementGroup& group, KeyForm form) {
    const Bytes prime = der::unsigned_integer(group.prime().octets());
    const Bytes generator = der::unsigned_integer(group.generator());
    if (form == KeyForm::short_form) {
        return der::sequence({der::object_identifier(oid::dh_key_agreement), der::sequence({prime, generator})});
    }
    const Bytes order = der::unsigned_integer(group.order().octets());
    return der::sequence({der::object_identifier(oid::dh_public_number), der::sequence({prime, generator, order})});
}

}  // namespace

Bytes agreement_algorithm(std::uint8_t parameter, KeyForm form) {
    if (form == KeyForm::standardized) {
        return der::sequence({der::object_identifier(oid::standardized_domain_parameters), der::integer(parameter)});
    }
    const AgreementGroup group = AgreementGroup::standardized(parameter).value();
    const crypto::EcGroup* const curve = group.curve();
    if (curve == nullptr) return dh_algorithm(group, form);
    return der::sequence({der::object_identifier(oid::ec_public_key),
                          form == KeyForm::short_form ? der::object_identifier(crypto::curve_oid(curve->curve()))
                                                      : ec_parameters(*curve)});
}

Bytes agreement_key_info(std::uint8_t parameter, ByteView element, KeyForm form) {
    const bool on_curve = AgreementGroup::standardized(parameter).value().curve() != nullptr;
    return der::sequence({agreement_algorithm(parameter, form),
                          der::bit_string(on_curve ? copy(element) : der::unsigned_integer(element))});
}

}  // namespace fivestar::sim
