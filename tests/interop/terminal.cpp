// SPDX-License-Identifier: Apache-2.0
#include "tests/interop/terminal.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/interop/messaging.hpp"

#include <utility>

namespace fivestar::interop {
namespace {

namespace sw = apdu::sw;
using apdu::Command;
using apdu::StatusWord;

constexpr tlv::Tag dynamic_authentication_tag = 0x7C;
constexpr std::uint8_t chaining = 0x10;
constexpr int most_terminal_tries = 16;

}  // namespace

std::optional<Bytes> OpenPaceTerminal::step(std::uint8_t cla, ByteView objects, std::uint32_t wanted) {
    const auto response = chip_.transmit(Command{
        .cla = cla, .ins = 0x86, .data = tlv::encode(dynamic_authentication_tag, objects), .le = apdu::max_short_le});
    last_status_ = response ? response->sw : StatusWord{};
    if (!response || !response->sw.success()) return std::nullopt;
    tlv::Cursor cursor{response->data};
    const auto outer = cursor.expect(dynamic_authentication_tag);
    if (!outer || !cursor.at_end()) return std::nullopt;
    const auto found = tlv::find(outer->value, wanted);
    if (!found || !*found) return std::nullopt;
    return copy((*found)->value);
}

StatusWord OpenPaceTerminal::open(ByteView protocol, const Password& password) {
    std::optional<StatusWord> status;
    for (int tries = 0; !status && tries < most_terminal_tries; ++tries) status = run(protocol, password);
    return status.value_or(StatusWord{});
}

std::optional<StatusWord> OpenPaceTerminal::run(ByteView protocol, const Password& password) {
    auto party = std::make_unique<OpenPace>();
    party->choose_pace(protocol, parameter_);
    Bytes chosen = tlv::encode(0x80, protocol);
    append(chosen, tlv::encode(0x83, Bytes{password.reference}));
    const auto selected = chip_.transmit(Command{.ins = 0x22, .p1 = 0xC1, .p2 = 0xA4, .data = std::move(chosen)});
    if (!selected || !selected->sw.success()) return selected ? selected->sw : StatusWord{};

    const auto nonce = step(chaining, {}, 0x80);
    if (!nonce) return last_status_;
    party->decrypt_nonce(password, *nonce);
    const auto mapping = step(chaining, tlv::encode(0x81, party->mapping_key()), 0x82);
    if (!mapping) return last_status_;
    party->map(*mapping);
    const auto key = step(chaining, tlv::encode(0x83, party->ephemeral_key()), 0x84);
    if (!key) return last_status_;
    party->agree(*key);
    if (party->dropped_zeros(secret_size_)) return std::nullopt;
    const auto token = step(0x00, tlv::encode(0x85, party->token(*key)), 0x86);
    if (!token) return last_status_;
    if (!party->is_right(*token)) return sw::authentication_failed;
    party->start_pace_session();
    party_ = std::move(party);
    return sw::success;
}

StatusWord OpenPaceTerminal::authenticate_chip(ByteView protocol, ByteView static_key, bool by_template) {
    std::unique_ptr<OpenPace> next;
    Bytes own;
    for (int tries = 0; tries < most_terminal_tries && (!next || next->dropped_zeros(secret_size_)); ++tries) {
        next = std::make_unique<OpenPace>();
        next->choose_chip_authentication(protocol, parameter_);
        own = next->ephemeral_chip_authentication_key();
        next->agree_chip_authentication(static_key);
    }
    std::optional<apdu::Response> response;
    if (by_template) {
        response = transmit(Command{.ins = 0x22, .p1 = 0x41, .p2 = 0xA6, .data = tlv::encode(0x91, own)});
    } else {
        response = transmit(Command{.ins = 0x22, .p1 = 0x41, .p2 = 0xA4, .data = tlv::encode(0x80, protocol)});
        if (!response || !response->sw.success()) return response ? response->sw : StatusWord{};
        response = transmit(Command{.ins = 0x86,
                                    .data = tlv::encode(dynamic_authentication_tag, tlv::encode(0x80, own)),
                                    .le = apdu::max_short_le});
    }
    if (!response || !response->sw.success()) return response ? response->sw : StatusWord{};
    next->start_chip_authentication_session();
    party_ = std::move(next);
    return sw::success;
}

std::optional<apdu::Response> OpenPaceTerminal::transmit(const Command& command) {
    const auto response = chip_.transmit(protect(*party_, command));
    if (!response || response->data.empty()) return std::nullopt;
    return unprotect(*party_, *response);
}

}  // namespace fivestar::interop
