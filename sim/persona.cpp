#include "sim/persona.hpp"

#include "sim/data_file.hpp"
#include "sim/json_members.hpp"
#include "sim/persona_file.hpp"

#include <boost/json.hpp>

namespace fivestar::sim {
namespace {

namespace json = boost::json;
using Members = JsonMembers;

bool read(MrzFields& mrz, const json::value& value) {
    Members members{value};
    mrz.format = static_cast<MrzFormat>(members.choice("format", {"TD1", "TD2", "TD3"}));
    mrz.document_code = members.text("document_code");
    mrz.issuing_state = members.text("issuing_state");
    mrz.document_number = members.text("document_number");
    mrz.nationality = members.text("nationality");
    mrz.birth_date = members.text("birth_date");
    mrz.sex = members.text("sex");
    mrz.expiry_date = members.text("expiry_date");
    mrz.primary = members.text("primary");
    mrz.secondary = members.text("secondary");
    mrz.optional_data = members.optional_text("optional_data");
    mrz.optional_data_line_2 = members.optional_text("optional_data_line_2");
    return members.sound();
}

bool read(PersonalDetails& details, const json::value& value) {
    Members members{value};
    details.full_name = members.optional_text("full_name");
    details.other_names = members.texts("other_names");
    details.personal_number = members.optional_text("personal_number");
    details.birth_date = members.optional_text("birth_date");
    details.birth_place = members.optional_text("birth_place");
    details.address = members.optional_text("address");
    details.telephone = members.optional_text("telephone");
    details.profession = members.optional_text("profession");
    return members.sound();
}

bool read(DocumentDetails& details, const json::value& value) {
    Members members{value};
    details.issuing_authority = members.optional_text("issuing_authority");
    details.issue_date = members.optional_text("issue_date");
    details.endorsements = members.optional_text("endorsements");
    return members.sound();
}

/// The portrait without its image; `file` names that.
bool read(PersonaPortrait& portrait, std::string& file, const json::value& value) {
    Members members{value};
    file = members.text("file");
    portrait.jpeg_2000 = members.choice("format", {"jpeg", "jpeg2000"}) == 1;
    portrait.width = members.number("width");
    portrait.height = members.number("height");
    return members.sound();
}

bool read(Persona& persona, std::string& portrait_file, const json::value& value) {
    Members members{value};
    persona.profile = members.text("profile");
    persona.chain = members.text("chain");
    persona.interface =
        members.choice("interface", {"contactless", "contact"}) == 1 ? Interface::contact_t0 : Interface::contactless;
    persona.basic_access_control = members.choice("access", {"none", "bac"}) == 1;
    persona.extended_length = members.flag("extended_length");
    persona.card_information = members.flag("card_information");
    persona.fingerprints = members.flag("fingerprints");
    bool sound = read(persona.mrz, members.value("mrz"));
    sound = read(persona.portrait, portrait_file, members.value("portrait")) && sound;
    if (members.has("personal_details")) {
        sound = read(persona.personal_details.emplace(), members.value("personal_details")) && sound;
    }
    if (members.has("document_details")) {
        sound = read(persona.document_details.emplace(), members.value("document_details")) && sound;
    }
    if (members.has("national_text_record")) {
        persona.national_text_record =
            read_text_record(TextKind::permanent_resident_2023, members.value("national_text_record"));
        sound = persona.national_text_record.has_value() && sound;
    }
    return members.sound() && sound;
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
    if (!read(persona, portrait_file, *value) || !is_plain_name(portrait_file, ".")) return fail(ErrorCode::malformed);
    auto image = read_data_file(directory / portrait_file);
    if (!image) return std::unexpected{image.error()};
    persona.portrait.image = std::move(*image);
    return persona;
}

}  // namespace fivestar::sim
