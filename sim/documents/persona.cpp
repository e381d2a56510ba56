// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/persona.hpp"

#include "sim/data_file.hpp"
#include "sim/documents/persona_file.hpp"
#include "sim/pki/pki.hpp"

#include <span>

#include <boost/json.hpp>

namespace fivestar::sim {
namespace {

namespace json = boost::json;
using Members = JsonMembers;

bool read(MrzFields& mrz, const json::value& value) {
    Members members{value};
    mrz.format =
        static_cast<MrzFormat>(members.choice("format", {"TD1", "TD2", "TD3", "one-line permit", "three-line permit"}));
    const bool permit = mrz.format == MrzFormat::one_line_permit || mrz.format == MrzFormat::three_line_permit;
    mrz.document_code = members.text("document_code");
    mrz.document_number = members.text("document_number");
    mrz.nationality = permit ? members.optional_text("nationality") : members.text("nationality");
    if (permit) {
        mrz.issuing_state = "CHN";  // not printed
        mrz.chinese_name = members.optional_text("chinese_name");
        mrz.chinese_omitted = members.optional_text("chinese_omitted");
        mrz.names_omitted = members.optional_text("names_omitted");
        mrz.birth_century = members.optional_text("birth_century");
        mrz.issue_count = members.optional_text("issue_count");
        mrz.personal_number = members.optional_text("personal_number");
        mrz.place = members.optional_text("place");
    } else {
        mrz.issuing_state = members.text("issuing_state");
    }
    mrz.birth_date = members.text("birth_date");
    mrz.sex = members.text("sex");
    mrz.expiry_date = members.text("expiry_date");
    mrz.primary = members.text("primary");
    mrz.secondary = members.text("secondary");
    mrz.optional_data = members.optional_text("optional_data");
    mrz.optional_data_line_2 = members.optional_text("optional_data_line_2");
    return members.sound();
}

struct DetailMember {
    std::string_view name;
    tlv::Tag tag;
    bool repeated = false;
};
// In the order of the data objects.
constexpr DetailMember personal_members[] = {
    {"full_name", 0x5F0E},   {"other_names", 0x5F0F, true}, {"personal_number", 0x5F10}, {"birth_date", 0x5F2B},
    {"birth_place", 0x5F11}, {"address", 0x5F42},           {"telephone", 0x5F12},       {"profession", 0x5F13}};
constexpr DetailMember document_members[] = {
    {"issuing_authority", 0x5F19}, {"issue_date", 0x5F26}, {"endorsements", 0x5F1B}};

bool read(std::vector<Detail>& details, std::span<const DetailMember> wanted, const json::value& value) {
    Members members{value};
    for (const auto& [name, tag, repeated] : wanted) {
        if (!members.has(name)) continue;
        details.push_back({tag, repeated ? members.texts(name) : std::vector{members.text(name)}, repeated});
    }
    return members.sound();
}

crypto::BlockCipher cipher_of(Members& members) {
    return static_cast<crypto::BlockCipher>(members.choice("cipher", {"3des", "aes-128", "aes-192", "aes-256"}));
}

bool read(std::vector<PaceOffer>& offers, const json::value& value) {
    if (!value.is_array() || value.as_array().empty()) return false;
    bool sound = true;
    for (const json::value& each : value.as_array()) {
        Members members{each};
        PaceOffer offer;
        offer.mapping =
            static_cast<Mapping>(members.choice("mapping", {"generic", "integrated", "chip-authentication"}));
        offer.cipher = cipher_of(members);
        const std::uint16_t parameter = members.number("parameter");
        offer.parameter = static_cast<std::uint8_t>(parameter);
        sound = members.sound() && parameter <= 0xFF && AgreementGroup::standardized(offer.parameter) && sound;
        offers.push_back(offer);
    }
    return sound;
}

/// Reads the key file in `keys` that the member `key` names.
Result<crypto::KeyPair> read_key(Members& members, const std::filesystem::path& keys) {
    const std::string name = members.text("key");
    if (!is_plain_name(name)) return fail(ErrorCode::malformed);
    return sim::read_key(keys, name);
}

Result<void> read(std::optional<PersonaChipAuthentication>& chip, const json::value& value,
                  const std::filesystem::path& keys) {
    Members members{value};
    auto key = read_key(members, keys);
    if (!key) return std::unexpected{key.error()};
    const std::uint16_t parameter = members.number("parameter");
    chip.emplace(
        PersonaChipAuthentication{std::move(*key), static_cast<std::uint8_t>(parameter), {cipher_of(members)}});
    const auto group = AgreementGroup::standardized(chip->parameter);
    const auto scalar = chip->key.ec_private_scalar();
    const bool fits = group && scalar && scalar->size() == group->order().size();
    if (!members.sound() || parameter > 0xFF || !fits) return fail(ErrorCode::malformed);
    return {};
}

Result<void> read(std::optional<ActiveAuthenticationKey>& active, const json::value& value,
                  const std::filesystem::path& keys) {
    Members members{value};
    auto key = read_key(members, keys);
    if (!key) return std::unexpected{key.error()};
    active.emplace(ActiveAuthenticationKey{.key = std::move(*key)});
    active->digest = static_cast<crypto::DigestAlgorithm>(
        members.choice("digest", {"sha1", "sha224", "sha256", "sha384", "sha512"}));
    if (!members.sound()) return fail(ErrorCode::malformed);
    return {};
}

/// The portrait without its image, whose file name goes to `file`.
bool read(PersonaPortrait& portrait, std::string& file, const json::value& value) {
    Members members{value};
    file = members.text("file");
    portrait.jpeg_2000 = members.choice("format", {"jpeg", "jpeg2000"}) == 1;
    portrait.width = members.number("width");
    portrait.height = members.number("height");
    return members.sound();
}

Result<void> read(Persona& persona, std::string& portrait_file, const json::value& value,
                  const std::filesystem::path& keys) {
    Members members{value};
    persona.profile = members.text("profile");
    persona.chain = members.text("chain");
    persona.interface =
        members.choice("interface", {"contactless", "contact"}) == 1 ? Interface::contact_t0 : Interface::contactless;
    persona.basic_access_control = members.choice("access", {"none", "bac"}) == 1;
    bool sound = true;
    if (members.has("pace")) {
        sound = read(persona.pace, members.value("pace"));
        persona.can = members.text("can");
        sound = !persona.can.empty() && sound;
    }
    persona.extended_length = members.flag("extended_length");
    persona.card_information = members.flag("card_information");
    persona.fingerprints = members.flag("fingerprints");
    sound = read(persona.mrz, members.value("mrz")) && sound;
    sound = read(persona.portrait, portrait_file, members.value("portrait")) && sound;
    if (members.has("personal_details")) {
        sound = read(persona.personal_details.emplace(), personal_members, members.value("personal_details")) && sound;
    }
    if (members.has("document_details")) {
        sound = read(persona.document_details.emplace(), document_members, members.value("document_details")) && sound;
    }
    if (members.has("national_text_record")) {
        persona.national_text_record =
            read_text_record(TextKind::permanent_resident_2023, members.value("national_text_record"));
        sound = persona.national_text_record.has_value() && sound;
    }
    Result<void> done;
    if (members.has("chip_authentication")) {
        done = read(persona.chip_authentication, members.value("chip_authentication"), keys);
    }
    if (done && members.has("active_authentication")) {
        done = read(persona.active_authentication, members.value("active_authentication"), keys);
    }
    if (done && !(members.sound() && sound)) return fail(ErrorCode::malformed);
    return done;
}

}  // namespace

Result<std::vector<std::string>> persona_names(const std::filesystem::path& data) {
    return persona_file_names(data / "personas");
}

Result<Persona> load_persona(const std::filesystem::path& data, std::string_view name) {
    const std::filesystem::path directory = data / "personas";
    const auto value = read_persona_file(directory, name);
    if (!value) return std::unexpected{value.error()};
    Persona persona{.name = std::string{name}};
    std::string portrait_file;
    const auto done = read(persona, portrait_file, *value, data / "pki");
    if (!done) return std::unexpected{done.error()};
    if (!is_plain_name(portrait_file, ".")) return fail(ErrorCode::malformed);
    auto image = read_data_file(directory / portrait_file);
    if (!image) return std::unexpected{image.error()};
    persona.portrait.image = std::move(*image);
    return persona;
}

}  // namespace fivestar::sim
