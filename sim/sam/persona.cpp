// SPDX-License-Identifier: Apache-2.0
#include "sim/sam/persona.hpp"

#include "crypto/base/text.hpp"
#include "sim/documents/persona_file.hpp"

#include <optional>
#include <utility>

namespace fivestar::sim::sam {
namespace {

constexpr std::size_t photo_size = 1024;
constexpr std::size_t finger_size = 512;
constexpr std::size_t most_fingers = 2;
constexpr std::size_t most_addresses = 4;
constexpr std::size_t issuer_identification_size = 4;
constexpr std::size_t serial_size = 8;
constexpr std::size_t management_number_size = 16;

/// An appended address: 70 octets of UTF-16LE, as wide as the address in a resident's text record.
std::optional<Bytes> encode_address(const std::string& address) {
    constexpr std::size_t offset = 52;
    constexpr std::size_t size = 70;
    const auto record = encode({.kind = TextKind::resident, .fields = {{"address", address}}});
    if (!record) return std::nullopt;
    return copy(ByteView{*record}.subspan(offset, size));
}

/// Repeats the text, so that the octets cannot be mistaken for personal data.
Bytes fill(std::string_view text, std::size_t size) {
    Bytes octets(size);
    for (std::size_t at = 0; at < size && !text.empty(); ++at) {
        octets[at] = static_cast<std::uint8_t>(text[at % text.size()]);
    }
    return octets;
}

bool append_hex(Bytes& octets, const std::string& digits, std::size_t size) {
    const auto more = from_hex(digits);
    if (!more || more->size() != size) return false;
    append(octets, *more);
    return true;
}

std::optional<Persona> read(const boost::json::value& value) {
    JsonMembers members{value};
    const auto kind = static_cast<TextKind>(members.choice(
        "kind", {"resident", "hmt-residence-permit", "permanent-resident-2017", "permanent-resident-2023"}));
    const auto record = read_text_record(kind, members.value("text_record"));
    if (!record) return std::nullopt;
    auto text = encode(*record);
    if (!text) return std::nullopt;
    Persona persona{.number = record->fields.at("number"), .card = {.text = std::move(*text)}};
    Card& card = persona.card;
    card.photo = fill(members.text("photo"), photo_size);
    const std::size_t fingers = members.has("fingers") ? members.number("fingers") : 0;
    if (fingers > most_fingers) return std::nullopt;
    card.fingerprints = fill(members.optional_text("fingerprint"), fingers * finger_size);
    const auto addresses = members.texts("appended_addresses");
    if (addresses.size() > most_addresses) return std::nullopt;
    for (const std::string& address : addresses) {
        const auto octets = encode_address(address);
        if (!octets) return std::nullopt;
        append(card.addresses, *octets);
    }
    const bool whole = append_hex(card.management, members.text("issuer_identification"), issuer_identification_size) &&
                       append_hex(card.management, members.text("chip_serial"), serial_size) &&
                       append_hex(card.management, members.text("management_number"), management_number_size);
    if (!whole || !members.sound()) return std::nullopt;
    return persona;
}

}  // namespace

Result<std::vector<std::string>> persona_names(const std::filesystem::path& data) {
    return persona_file_names(data / "personas" / "sam");
}

Result<Persona> load_persona(const std::filesystem::path& data, std::string_view name) {
    const auto value = read_persona_file(data / "personas" / "sam", name);
    if (!value) return std::unexpected{value.error()};
    auto persona = read(*value);
    if (!persona) return fail(ErrorCode::malformed);
    persona->name = name;
    return std::move(*persona);
}

}  // namespace fivestar::sim::sam
