// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/document.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/chip/answer_to_reset.hpp"
#include "sim/documents/data_groups.hpp"
#include "sim/documents/security_infos.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace fivestar::sim {
namespace {

constexpr std::array<std::uint8_t, 7> lds1_application{0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01};
/// Changes most capital letters to another capital letter.
constexpr std::uint8_t letter_bit = 0x02;

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
std::vector<Bytes> chip_authentication_entries(const Persona& persona, ByteView private_key, KeyForm form) {
    if (!persona.chip_authentication) return {};
    const std::uint8_t parameter = persona.chip_authentication->parameter;
    const AgreementGroup group = AgreementGroup::standardized(parameter).value();
    const auto identifier = maps_by_chip_authentication(persona) ? std::optional{parameter} : std::nullopt;
    const Bytes public_key = group.power(group.generator(), private_key).value();
    std::vector<Bytes> entries{chip_authentication_public_key_info(
        group.agreement(), agreement_key_info(parameter, public_key, form), identifier)};
    for (const crypto::BlockCipher cipher : persona.chip_authentication->ciphers) {
        entries.push_back(chip_authentication_info(group.agreement(), cipher, identifier));
    }
    return entries;
}

/// DG14: the entries of EF.CardAccess, of chip authentication, and of active authentication with ECDSA.
Bytes encode_dg14(const Persona& persona, ByteView private_key) {
    std::vector<Bytes> entries = pace_entries(persona.pace, persona.pace_parameters);
    std::ranges::move(chip_authentication_entries(persona, private_key, KeyForm::explicit_parameters),
                      std::back_inserter(entries));
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

/// Adds DG14 and DG15 if the persona's chip has the keys.
void add_key_groups(std::map<unsigned, Bytes>& groups, const Persona& persona) {
    if (persona.chip_authentication || !persona.pace.empty()) {
        groups[14] = encode_dg14(persona, private_key_of(persona));
    }
    if (persona.active_authentication) groups[15] = encode_dg15(persona.active_authentication->key);
}

/// Adds EF.CardAccess, EF.CardSecurity and the keys as the issuer makes them.
Result<void> add_chip_security(Document& document, const Persona& persona, const TestPki& pki) {
    document.basic_access_control = persona.basic_access_control;
    document.pace = persona.pace;
    document.chip_authentication = private_key_of(persona);
    document.active_authentication = persona.active_authentication;
    std::vector<Bytes> entries = pace_entries(persona.pace, persona.pace_parameters);
    if (!entries.empty()) document.card_access = security_infos(entries);
    if (!maps_by_chip_authentication(persona)) return {};
    // Real cards name the parameters by number here (Doc 9303-11 §9.5.1): the key is one of the group that PACE maps.
    std::ranges::move(chip_authentication_entries(persona, document.chip_authentication, KeyForm::standardized),
                      std::back_inserter(entries));
    auto signed_infos = pki.sign_card_security(persona.chain, security_infos(std::move(entries)));
    if (!signed_infos) return std::unexpected{signed_infos.error()};
    document.card_security = std::move(*signed_infos);
    return {};
}

SignerKind signer_of(Tampering tampering) {
    switch (tampering) {
        case Tampering::unknown_csca:
        case Tampering::resigned_by_unknown:
            return SignerKind::unknown_issuer;
        case Tampering::expired_signer:
            return SignerKind::expired;
        case Tampering::revoked_signer:
            return SignerKind::revoked;
        case Tampering::clone_own_signer:
        case Tampering::resigned_by_impostor:
            return SignerKind::self_made;
        default:
            return SignerKind::good;
    }
}

/// Before the SOD is made: replaces keys by an impostor's, also in data groups that the impostor signs. Returns
/// `invalid_argument` if the document lacks the keys.
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

/// Offers less PACE than DG14, or none.
Result<void> forge_access(Document& document, bool hidden) {
    if (document.pace.empty()) return fail(ErrorCode::invalid_argument);
    constexpr std::uint8_t p_192 = 8;
    document.pace = hidden ? std::vector<PaceOffer>{}
                           : std::vector<PaceOffer>{{Mapping::generic, crypto::BlockCipher::triple_des, p_192}};
    document.card_access = hidden ? Bytes{} : security_infos(pace_entries(document.pace, ParameterStyle::numbered));
    document.basic_access_control = document.basic_access_control || hidden;
    return {};
}

/// Start of the holder's Latin name, counted from the end of DG1, for each format.
constexpr std::array<std::size_t, 5> name_from_end{30, 72 - 5, 88 - 5, 90 - 42, 30};

void flip(Bytes& file, std::size_t from_end, std::uint8_t mask) {
    file[file.size() - from_end] ^= mask;
}

/// The value of the file after a header that announces 2 GiB.
Bytes with_gigabyte_header(ByteView file) {
    const tlv::Element element = tlv::Cursor{file}.next().value();
    Bytes octets{element.whole[0], 0x84, 0x7F, 0xFF, 0xFF, 0xFF};
    append(octets, element.value);
    return octets;
}

/// Changes the length that the file announces, not its content. Needs a length of two octets or more, as portraits
/// have.
Result<void> change_length(Bytes& file, int by) {
    constexpr std::size_t least_significant = 3;
    constexpr std::uint8_t two_octets = 0x82;
    if (file.size() <= least_significant || file[1] != two_octets) return fail(ErrorCode::invalid_argument);
    file[least_significant] = static_cast<std::uint8_t>(file[least_significant] + by);
    return {};
}

/// Changes the document after it was signed.
Result<void> tamper(Document& document, const Persona& persona, Tampering tampering, const Persona* other) {
    constexpr std::size_t latin_name_from_end = 256 - 52;
    std::map<unsigned, Bytes>& groups = document.data_groups;
    const auto flip_in = [&groups](unsigned number, std::size_t from_end) -> Result<void> {
        if (!groups.contains(number)) return fail(ErrorCode::invalid_argument);
        flip(groups.at(number), from_end, letter_bit);
        return {};
    };
    const auto replace = [&](unsigned number) -> Result<void> {
        if (other == nullptr) return fail(ErrorCode::invalid_argument);
        auto others = encode_data_groups(*other);
        if (!others) return std::unexpected{others.error()};
        groups.at(number) = std::move(others->at(number));
        return {};
    };
    const auto remove = [&](unsigned number) -> Result<void> {
        return groups.erase(number) != 0 ? Result<void>{} : fail(ErrorCode::invalid_argument);
    };
    const auto refuse = [&](unsigned number) -> Result<void> {
        if (!groups.contains(number)) return fail(ErrorCode::invalid_argument);
        document.refused_groups.insert(number);
        return {};
    };
    switch (tampering) {
        case Tampering::bit_in_dg1:
            return flip_in(1, name_from_end.at(static_cast<std::size_t>(persona.mrz.format)));
        case Tampering::bit_in_dg2:
            return flip_in(2, groups.at(2).size() / 2);
        case Tampering::bit_in_dg11:
            return flip_in(11, 1);
        case Tampering::bit_in_dg13:
            return flip_in(13, latin_name_from_end);
        case Tampering::bit_in_signature:
            flip(document.security_object, 1, 0x01);
            return {};
        case Tampering::dg1_of_another:
            return replace(1);
        case Tampering::dg2_of_another:
            return replace(2);
        case Tampering::gigabyte_header:
            groups.at(1) = with_gigabyte_header(groups.at(1));
            return {};
        case Tampering::dg2_missing:
            return remove(2);
        case Tampering::dg2_refused:
            return refuse(2);
        case Tampering::dg2_empty:
            groups.at(2).clear();
            return {};
        case Tampering::dg2_wrong_tag:
            groups.at(2).front() = data_group_tag(3);
            return {};
        case Tampering::dg2_too_long:
            return change_length(groups.at(2), 1);
        case Tampering::dg2_too_short:
            return change_length(groups.at(2), -1);
        case Tampering::dg2_gigabyte_header:
            groups.at(2) = with_gigabyte_header(groups.at(2));
            return {};
        case Tampering::dg11_missing:
            return remove(11);
        case Tampering::dg12_refused:
            return refuse(12);
        case Tampering::dg14_refused:
            return refuse(14);
        case Tampering::dg15_refused:
            return refuse(15);
        case Tampering::dg14_missing:
            groups.erase(14);
            return {};
        case Tampering::dg14_of_impostor:
            encode_key_groups(document, persona);
            return {};
        case Tampering::card_access_downgraded:
        case Tampering::pace_hidden:
            return forge_access(document, tampering == Tampering::pace_hidden);
        case Tampering::dg15_missing:
            groups.erase(15);
            return {};
        case Tampering::unlisted_data_group: {
            constexpr std::array<std::uint8_t, 3> nobody{0x02, 0x01, 0x00};  // no person to notify
            groups[16] = tlv::encode(data_group_tag(16), nobody);
            return {};
        }
        default:
            return {};
    }
}

Bytes common_file(const Document& document, Tampering tampering) {
    std::vector<unsigned> present;
    present.reserve(document.data_groups.size() + 1);
    for (const auto& [number, content] : document.data_groups) present.push_back(number);
    if (tampering == Tampering::absent_group_in_common) present.push_back(14);
    if (tampering == Tampering::dg14_missing) present.push_back(14);
    if (tampering == Tampering::dg15_missing) present.push_back(15);
    if (tampering == Tampering::dg2_missing) present.push_back(2);
    if (tampering == Tampering::dg11_missing) present.push_back(11);
    std::ranges::sort(present);
    return encode_common(present);
}

CardFile application_file(std::uint16_t identifier, ReadAccess access, const Bytes& content) {
    return {identifier, static_cast<std::uint8_t>(identifier & 0xFFU), access, content};
}

void add_optional_files(std::vector<CardFile>& files, const Persona& persona) {
    if (!persona.card_information) return;
    constexpr std::uint8_t directory_short_identifier = 0x1E;
    const Bytes directory = tlv::encode(0x61, tlv::encode(0x4F, lds1_application));
    files.push_back({file_identifier::directory, directory_short_identifier, ReadAccess::always, directory});
    files.push_back(application_file(file_identifier::card_information, ReadAccess::always,
                                     card_information(persona.extended_length)));
}

std::vector<CardFile> master_file(const Persona& persona, const Document& document) {
    std::vector<CardFile> files;
    add_optional_files(files, persona);
    if (!document.card_access.empty()) {
        files.push_back(application_file(file_identifier::card_access, ReadAccess::always, document.card_access));
    }
    if (!document.card_security.empty()) {
        files.push_back(
            application_file(file_identifier::card_security, ReadAccess::secure_messaging, document.card_security));
    }
    return files;
}

/// The protocols and keys of the chip.
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

}  // namespace

Result<std::map<unsigned, Bytes>> encode_data_groups(const Persona& persona) {
    const auto lines = write_mrz(persona.mrz);
    if (!lines) return std::unexpected{lines.error()};
    std::map<unsigned, Bytes> groups;
    groups[1] = encode_dg1(*lines);
    groups[2] = encode_dg2(persona.portrait, persona.mrz.sex);
    if (persona.fingerprints) groups[3] = encode_empty_dg3();
    if (persona.personal_details) groups[11] = encode_details(11, *persona.personal_details);
    if (persona.document_details) groups[12] = encode_details(12, *persona.document_details);
    if (persona.national_text_record) {
        const auto record = encode(*persona.national_text_record);
        if (!record) return std::unexpected{record.error()};
        groups[13] = encode_dg13(*record);
    }
    add_key_groups(groups, persona);
    return groups;
}

Result<Document> issue_document(const Persona& persona, const TestPki& pki, Tampering tampering, const Persona* other) {
    auto groups = encode_data_groups(persona);
    if (!groups) return std::unexpected{groups.error()};
    if (tampering == Tampering::dg15_missing && !persona.active_authentication) {
        (*groups)[15] = tlv::encode(data_group_tag(15), as_bytes("SPECIMEN"));
    }
    Document document{.data_groups = std::move(*groups), .common = {}, .security_object = {}};
    auto done = add_chip_security(document, persona, pki);
    if (done) done = forge_keys(document, persona, pki, tampering);
    if (!done) return std::unexpected{done.error()};
    auto security_object = pki.sign_security_object(persona.chain, signer_of(tampering), document.data_groups);
    if (!security_object) return std::unexpected{security_object.error()};
    document.security_object = std::move(*security_object);
    done = tamper(document, persona, tampering, other);
    if (!done) return std::unexpected{done.error()};
    document.common = common_file(document, tampering);
    return document;
}

Card make_card(const Persona& persona, const Document& document) {
    const ReadAccess access = persona.access_controlled() ? ReadAccess::secure_messaging : ReadAccess::always;
    Card card{.interface = persona.interface, .extended_length = persona.extended_length};
    card.files.application_identifier = copy(lds1_application);
    card.files.master_file = master_file(persona, document);
    std::vector<CardFile>& files = card.files.application;
    files.push_back(application_file(file_identifier::common, access, document.common));
    files.push_back(application_file(file_identifier::security_object, access, document.security_object));
    for (const auto& [number, content] : document.data_groups) {
        const bool refused = number == 3 || number == 4 || document.refused_groups.contains(number);
        files.push_back(
            application_file(file_identifier::data_group(number), refused ? ReadAccess::never : access, content));
    }
    if (document.basic_access_control) card.basic_access = derive_basic_access_keys(mrz_information(persona.mrz));
    card.security = chip_security(persona, document);
    return card;
}

Result<Card> load_card(const std::filesystem::path& data, std::string_view name, Tampering tampering) {
    const auto persona = load_persona(data, name);
    if (!persona) return std::unexpected{persona.error()};
    const auto pki = TestPki::load(data);
    if (!pki) return std::unexpected{pki.error()};
    const auto other = load_persona(data, name == "passport-plain" ? "passport" : "passport-plain");
    if (!other) return std::unexpected{other.error()};
    const auto document = issue_document(*persona, *pki, tampering, &*other);
    if (!document) return std::unexpected{document.error()};
    return make_card(*persona, *document);
}

}  // namespace fivestar::sim
