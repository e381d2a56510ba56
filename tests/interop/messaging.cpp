// SPDX-License-Identifier: Apache-2.0
#include "tests/interop/messaging.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>

namespace fivestar::interop {
namespace {

constexpr std::uint8_t secured_class = 0x0C;
constexpr tlv::Tag cryptogram_tag = 0x87;
constexpr tlv::Tag length_tag = 0x97;
constexpr tlv::Tag status_tag = 0x99;
constexpr tlv::Tag mac_tag = 0x8E;
constexpr std::uint8_t padding_indicator = 0x01;

Bytes cryptogram(const OpenPace& party, ByteView plain) {
    if (plain.empty()) return {};
    Bytes value{padding_indicator};
    append(value, party.encrypt(party.padded(plain)));
    return tlv::encode(cryptogram_tag, value);
}

Bytes opened(const OpenPace& party, const std::optional<tlv::Element>& object) {
    return object ? party.decrypt(object->value.subspan(1)) : Bytes{};
}

/// The MAC covers the padded header and the padded objects; the library prepends its counter.
Bytes command_mac(const OpenPace& party, const apdu::Command& command, ByteView objects) {
    Bytes octets = party.padded(Bytes{secured_class, command.ins, command.p1, command.p2});
    if (!objects.empty()) append(octets, party.padded(objects));
    return party.mac(octets);
}

/// The objects before DO'8E', in order; each is optional.
struct Objects {
    std::optional<tlv::Element> cryptogram;
    std::optional<tlv::Element> other;
    ByteView mac;
    Bytes authenticated;
};

std::optional<Objects> objects_of(ByteView data, tlv::Tag other_tag) {
    tlv::Cursor cursor{data};
    const auto sealed = cursor.optional(cryptogram_tag);
    if (!sealed) return std::nullopt;
    const auto other = cursor.optional(other_tag);
    if (!other) return std::nullopt;
    const auto mac = cursor.expect(mac_tag);
    if (!mac || !cursor.at_end()) return std::nullopt;
    return Objects{*sealed, *other, mac->value, copy(data.first(data.size() - mac->whole.size()))};
}

}  // namespace

std::optional<apdu::Command> unprotect(OpenPace& chip, const apdu::Command& command) {
    chip.count();
    const auto objects = objects_of(command.data, length_tag);
    if (!objects || command.cla != secured_class) return std::nullopt;
    if (!std::ranges::equal(command_mac(chip, command, objects->authenticated), objects->mac)) return std::nullopt;
    apdu::Command plain{.ins = command.ins, .p1 = command.p1, .p2 = command.p2};
    plain.data = opened(chip, objects->cryptogram);
    const auto& length = objects->other;
    if (length) plain.le = length->value[0] == 0 ? apdu::max_short_le : length->value[0];
    return plain;
}

apdu::Response protect(OpenPace& chip, const apdu::Response& response) {
    chip.count();
    Bytes objects = cryptogram(chip, response.data);
    append(objects, tlv::encode(status_tag, Bytes{response.sw.sw1(), response.sw.sw2()}));
    append(objects, tlv::encode(mac_tag, chip.mac(chip.padded(objects))));
    return {PersonalBytes{objects}, response.sw};
}

apdu::Command protect(OpenPace& terminal, const apdu::Command& command) {
    terminal.count();
    Bytes objects = cryptogram(terminal, command.data);
    if (command.le != 0) append(objects, tlv::encode(length_tag, Bytes{static_cast<std::uint8_t>(command.le)}));
    append(objects, tlv::encode(mac_tag, command_mac(terminal, command, objects)));
    return {secured_class, command.ins, command.p1, command.p2, std::move(objects), apdu::max_short_le};
}

std::optional<apdu::Response> unprotect(OpenPace& terminal, const apdu::Response& response) {
    terminal.count();
    const auto objects = objects_of(response.data, status_tag);
    if (!objects) return std::nullopt;
    const auto& status = objects->other;
    if (!status || status->value.size() != 2) return std::nullopt;
    if (!std::ranges::equal(terminal.mac(terminal.padded(objects->authenticated)), objects->mac)) return std::nullopt;
    return apdu::Response{PersonalBytes{opened(terminal, objects->cryptogram)},
                          {static_cast<std::uint16_t>(status->value[0] << 8 | status->value[1])}};
}

}  // namespace fivestar::interop
