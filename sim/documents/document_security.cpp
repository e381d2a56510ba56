// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/document_security.hpp"

#include "crypto/tlv/writer.hpp"
#include "sim/documents/data_groups.hpp"
#include "sim/documents/security_infos.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace fivestar::sim {
namespace {

bool maps_by_chip_authentication(const Persona& persona) {
    return std::ranges::any_of(persona.pace,
                               [](const PaceOffer& offer) { return offer.mapping == Mapping::chip_authentication; });
}

std::vector<Bytes> pace_entries(const std::vector<PaceOffer>& offers, ParameterStyle style) {
    std::vector<Bytes> entries;
    for (const PaceOffer& offer : offers) std::ranges::move(pace_infos(offer, style), std::back_inserter(entries));
    return entries;
}

/// The SecurityInfos of chip authentication with this private key. The key has an identifier if PACE refers to it.
std::vector<Bytes> chip_authentication_entries(const Persona& persona, ByteView private_key) {
    if (!persona.chip_authentication) return {};
    const std::uint8_t parameter = persona.chip_authentication->parameter;
    const AgreementGroup group = AgreementGroup::standardized(parameter).value();
    const auto identifier = maps_by_chip_authentication(persona) ? std::optional{parameter} : std::nullopt;
    const Bytes public_key = group.power(group.generator(), private_key).value();
    std::vector<Bytes> entries{chip_authentication_public_key_info(
        group.agreement(), agreement_key_info(parameter, public_key, KeyForm::explicit_parameters), identifier)};
    for (const crypto::BlockCipher cipher : persona.chip_authentication->ciphers) {
        entries.push_back(chip_authentication_info(group.agreement(), cipher, identifier));
    }
    return entries;
}

/// DG14: the entries of EF.CardAccess, of chip authentication, and of active authentication with ECDSA.
Bytes encode_dg14(const Persona& persona, ByteView private_key) {
    std::vector<Bytes> entries = pace_entries(persona.pace, persona.pace_parameters);
    std::ranges::move(chip_authentication_entries(persona, private_key), std::back_inserter(entries));
    if (persona.active_authentication && !is_rsa(persona.active_authentication->key)) {
        entries.push_back(active_authentication_info(persona.active_authentication->digest));
    }
    return tlv::encode(data_group_tag(14), security_infos(std::move(entries)));
}

SecretBytes private_key_of(const Persona& persona) {
    return persona.chip_authentication ? persona.chip_authentication->key.ec_private_scalar().value() : SecretBytes{};
}

Bytes encode_dg15(const crypto::KeyPair& key) {
    return tlv::encode(data_group_tag(15), key.spki_der());
}

/// Encodes DG14 and DG15 with the keys of the document, which may be an impostor's.
void encode_key_groups(Document& document, const Persona& persona) {
    document.data_groups[14] = encode_dg14(persona, document.chip_authentication);
    if (document.active_authentication) document.data_groups[15] = encode_dg15(document.active_authentication->key);
}

/// Offers less PACE than DG14.
Result<void> forge_access(Document& document, Tampering tampering) {
    const bool hidden = tampering == Tampering::pace_hidden;
    if (!hidden && tampering != Tampering::card_access_downgraded) return {};
    if (document.pace.empty()) return fail(ErrorCode::invalid_argument);
    constexpr std::uint8_t p_192 = 8;
    document.pace = hidden ? std::vector<PaceOffer>{}
                           : std::vector<PaceOffer>{{Mapping::generic, crypto::BlockCipher::triple_des, p_192}};
    document.card_access = hidden ? Bytes{} : security_infos(pace_entries(document.pace, ParameterStyle::numbered));
    document.basic_access_control = document.basic_access_control || hidden;
    return {};
}

}  // namespace

void add_key_groups(std::map<unsigned, Bytes>& groups, const Persona& persona) {
    if (persona.chip_authentication || !persona.pace.empty()) {
        groups[14] = encode_dg14(persona, private_key_of(persona));
    }
    if (persona.active_authentication) groups[15] = encode_dg15(persona.active_authentication->key);
}

Result<void> add_chip_security(Document& document, const Persona& persona, const TestPki& pki) {
    document.basic_access_control = persona.basic_access_control;
    document.pace = persona.pace;
    document.chip_authentication = private_key_of(persona);
    document.active_authentication = persona.active_authentication;
    std::vector<Bytes> entries = pace_entries(persona.pace, persona.pace_parameters);
    if (!entries.empty()) document.card_access = security_infos(entries);
    if (!maps_by_chip_authentication(persona)) return {};
    std::ranges::move(chip_authentication_entries(persona, document.chip_authentication), std::back_inserter(entries));
    auto signed_infos = pki.sign_card_security(persona.chain, security_infos(std::move(entries)));
    if (!signed_infos) return std::unexpected{signed_infos.error()};
    document.card_security = std::move(*signed_infos);
    return {};
}

ChipSecurity chip_security(const Persona& persona, const Document& document) {
    ChipSecurity security{.active_authentication = document.active_authentication};
    security.pace.offers = document.pace;
    if (!document.pace.empty()) {
        security.pace.passwords.emplace(password_reference::mrz, encode_mrz_password(mrz_information(persona.mrz)));
        security.pace.passwords.emplace(password_reference::can, SecretBytes{as_bytes(persona.can)});
    }
    if (!persona.chip_authentication) return security;
    const std::uint8_t parameter = persona.chip_authentication->parameter;
    const bool mapping = maps_by_chip_authentication(persona);
    if (mapping) security.pace.mapping_key = document.chip_authentication.clone();
    security.chip_authentication.push_back({.parameter = parameter,
                                            .ciphers = persona.chip_authentication->ciphers,
                                            .key_id = mapping ? std::optional{parameter} : std::nullopt,
                                            .private_key = document.chip_authentication.clone()});
    return security;
}

Result<void> forge_keys(Document& document, const Persona& persona, const TestPki& pki, Tampering tampering) {
    const bool new_keys = tampering == Tampering::clone_without_keys || tampering == Tampering::dg14_of_impostor ||
                          tampering == Tampering::resigned_by_impostor || tampering == Tampering::resigned_by_unknown;
    if (!new_keys) return {};
    if (!persona.chip_authentication || !document.active_authentication) return fail(ErrorCode::invalid_argument);
    const AgreementGroup group = AgreementGroup::standardized(persona.chip_authentication->parameter).value();
    constexpr std::array<std::uint8_t, 1> one{1};
    document.chip_authentication = group.order().add(document.chip_authentication, one).value();
    if (tampering != Tampering::dg14_of_impostor) {
        document.active_authentication->key = pki.impostor_key(is_rsa(document.active_authentication->key));
    }
    const bool signs_them = tampering == Tampering::resigned_by_impostor || tampering == Tampering::resigned_by_unknown;
    if (signs_them) encode_key_groups(document, persona);
    return {};
}

Result<void> forge_files(Document& document, const Persona& persona, Tampering tampering) {
    if (tampering == Tampering::dg14_of_impostor) encode_key_groups(document, persona);
    return forge_access(document, tampering);
}

}  // namespace fivestar::sim
