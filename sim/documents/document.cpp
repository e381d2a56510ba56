// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/document.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/chip/answer_to_reset.hpp"
#include "sim/documents/data_groups.hpp"
#include "sim/documents/document_security.hpp"

#include <array>
#include <utility>

namespace fivestar::sim {
namespace {

constexpr std::array<std::uint8_t, 7> lds1_application{0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01};
/// Changes most capital letters to another capital letter.
constexpr std::uint8_t letter_bit = 0x02;

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

/// Start of the holder's name, counted from the end of DG1, for TD1, TD2 and TD3.
constexpr std::array<std::size_t, 3> name_from_end{30, 72 - 5, 88 - 5};

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

/// Changes the data groups after they were signed.
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
        case Tampering::dg14_missing:
            groups.erase(14);
            return {};
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
    if (done) done = forge_files(document, persona, tampering);
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
        const bool biometric = number == 3 || number == 4;
        files.push_back(
            application_file(file_identifier::data_group(number), biometric ? ReadAccess::never : access, content));
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
