// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/security_infos.hpp"

#include "crypto/tlv/writer.hpp"
#include "sim/chip/agreement_group.hpp"
#include "sim/pki/der.hpp"

#include <algorithm>

namespace fivestar::sim {
namespace {

constexpr std::uint32_t pace_version = 2;
constexpr std::uint32_t chip_authentication_version = 1;
constexpr std::uint32_t active_authentication_version = 1;

Bytes protocol(ByteView oid) {
    return tlv::encode(der::tag::object_identifier, oid);
}

Bytes optional_number(std::optional<std::uint8_t> number) {
    return number ? der::integer(*number) : Bytes{};
}

}  // namespace

std::vector<Bytes> pace_infos(const PaceOffer& offer, ParameterStyle style) {
    const KeyAgreement agreement = AgreementGroup::standardized(offer.parameter).value().agreement();
    const Bytes name = protocol(pace_oid(offer.mapping, agreement, offer.cipher));
    if (style == ParameterStyle::numbered) {
        return {der::sequence({name, der::integer(pace_version), der::integer(offer.parameter)})};
    }
    return {der::sequence({name, der::integer(pace_version)}),
            der::sequence({protocol(pace_oid(offer.mapping, agreement)),
                           agreement_algorithm(offer.parameter, KeyForm::explicit_parameters)})};
}

Bytes chip_authentication_info(KeyAgreement agreement, crypto::BlockCipher cipher, std::optional<std::uint8_t> key_id) {
    return der::sequence({protocol(chip_authentication_oid(agreement, cipher)),
                          der::integer(chip_authentication_version), optional_number(key_id)});
}

Bytes chip_authentication_public_key_info(KeyAgreement agreement, ByteView public_key,
                                          std::optional<std::uint8_t> key_id) {
    return der::sequence({protocol(public_key_oid(agreement)), public_key, optional_number(key_id)});
}

Bytes active_authentication_info(crypto::DigestAlgorithm digest) {
    return der::sequence({protocol(active_authentication_oid()), der::integer(active_authentication_version),
                          protocol(plain_ecdsa_oid(digest))});
}

Bytes security_infos(std::vector<Bytes> entries) {
    std::ranges::sort(entries);
    const auto repeated = std::ranges::unique(entries);
    entries.erase(repeated.begin(), repeated.end());
    tlv::Writer content;
    for (const Bytes& entry : entries) content.raw(entry);
    return tlv::encode(der::tag::set, content.view());
}

}  // namespace fivestar::sim
