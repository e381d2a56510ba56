// SPDX-License-Identifier: Apache-2.0
#include "sim/sam/faults.hpp"

#include "sim/sam/module.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fivestar::sim::sam {
namespace {

std::optional<std::uint32_t> read_number(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number == 0) return std::nullopt;
    return number;
}

constexpr std::size_t status_size = 3;
constexpr std::size_t data_offset = header_size + status_size;
/// Noise that looks like the start of a frame.
constexpr std::array<std::uint8_t, 16> noise{0x00, 0xFF, 0xAA, 0x96, 0x69, 0xAA, 0xAA, 0xAA,
                                             0x96, 0x00, 0x55, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA};

/// A valid frame with other data and the same status.
Bytes with_data(ByteView frame, ByteView data) {
    return answer_frame(frame[data_offset - 1], data);
}

ByteView data_of(ByteView frame) {
    return frame.subspan(data_offset, frame.size() - data_offset - 1);
}

Bytes with_length(ByteView frame, std::size_t length) {
    Bytes octets = copy(frame);
    octets[preamble_size] = static_cast<std::uint8_t>(length >> 8);
    octets[preamble_size + 1] = static_cast<std::uint8_t>(length);
    octets.back() = 0;
    octets.back() = check_octet(ByteView{octets}.subspan(preamble_size));
    return octets;
}

Bytes joined(ByteView first, ByteView second, ByteView third = {}) {
    Bytes octets = copy(first);
    append(octets, second);
    append(octets, third);
    return octets;
}

/// The header, a length of FFFF, and octets that are repeated without end.
Bytes babble(ByteView frame) {
    constexpr std::size_t size = 4096;
    Bytes octets = with_length(frame, UINT16_MAX);
    octets.resize(size);
    std::uint32_t state = 1;
    for (std::size_t at = header_size; at < size; ++at) {
        state = state * 1'664'525 + 1'013'904'223;
        octets[at] = static_cast<std::uint8_t>(state >> 24);
    }
    return octets;
}

/// One octet of data answers no command.
Bytes foreign(ByteView frame) {
    return answer_frame(frame[data_offset - 1], std::array<std::uint8_t, 1>{0x01});
}

}  // namespace

const std::vector<FaultProfile>& fault_profiles() {
    using enum FaultKind;
    static const std::vector<FaultProfile> profiles{
        {"sw-10", "SW3 10: wrong checksum of the request", status, 0x10},
        {"sw-11", "SW3 11: wrong length of the request", status, 0x11},
        {"sw-21", "SW3 21: wrong command or parameter", status, 0x21},
        {"sw-24", "SW3 24: unknown command", status, 0x24},
        {"sw-31", "SW3 31: the card did not authenticate the module", status, 0x31},
        {"sw-32", "SW3 32: the module did not authenticate the card", status, 0x32},
        {"sw-33", "SW3 33: the data of the card could not be verified", status, 0x33},
        {"sw-40", "SW3 40: a card of another kind", status, 0x40},
        {"sw-41", "SW3 41: the card could not be read", status, 0x41},
        {"sw-47", "SW3 47: no random number", status, 0x47},
        {"sw-60", "SW3 60: the module's self-test failed", status, 0x60},
        {"sw-66", "SW3 66: the module is not authorised", status, 0x66},
        {"sw-80", "SW3 80: no card found", status, 0x80},
        {"sw-81", "SW3 81: no card selected", status, 0x81},
        {"sw-91", "SW3 91: the card has no such item", status, 0x91},
        {"sw-ee", "SW3 EE, which is undefined", status, 0xEE},
        {"silence", "no answer", silence},
        {"noise-before", "noise and parts of preambles before the answer", noise_before},
        {"noise-inside", "noise in the middle of the answer", noise_inside},
        {"wrong-checksum", "one bit of the checksum flipped", wrong_check},
        {"long-length", "the length is one too large", long_length},
        {"short-length", "the length is one too small", short_length},
        {"zero-length", "the length is 0", zero_length},
        {"greatest-length", "the length is 65535", greatest_length},
        {"short-frame", "a valid frame with half of the data", short_frame},
        {"long-frame", "a valid frame with 16 octets of data too many", long_frame},
        {"inner-lengths", "a valid frame whose lengths before the data are 65535", inner_lengths},
        {"half-frame", "half of the answer, then silence", half_frame},
        {"endless", "octets without end until `fault none`", endless},
        {"echo", "the request, then the answer", echo},
        {"doubled", "the answer twice", doubled},
        {"foreign-answer", "a valid frame that answers another command", foreign_answer},
        {"late", "the answer begins 300 ms late", late},
        {"slow", "each octet of the answer takes 50 times as long", slow},
        {"card-lifted", "the card is lifted before the command is executed", card_lifted},
        {"unplugged", "the port disappears in the middle of the answer, until `plug`", unplugged},
        {"reset-keeps-card", "permanent: after a reset a card that was read is not found again", reset_keeps_card},
        {"reads-once", "permanent: a card that was read cannot be read again before it is found again", reads_once},
    };
    return profiles;
}

const std::vector<CommandName>& command_names() {
    static const std::vector<CommandName> names{
        {"reset", command::reset},
        {"state", command::state},
        {"identify", command::identify},
        {"find", command::find},
        {"select", command::select},
        {"read", command::read},
        {"read-with-fingerprints", command::read_with_fingerprints},
        {"addresses", command::read_addresses},
        {"management", command::read_management},
        {"rate", command::set_rate << 8U},
        {"radio-frame", command::set_max_radio_frame << 8U},
    };
    return names;
}

Result<Fault> Fault::parse(std::string_view text) {
    const std::size_t at = text.find('@');
    const auto profile = std::ranges::find(fault_profiles(), text.substr(0, at), &FaultProfile::name);
    if (profile == fault_profiles().end()) return fail(ErrorCode::invalid_argument);
    Fault fault{*profile};
    if (at == std::string_view::npos) return fault;
    std::string_view place = text.substr(at + 1);
    const std::size_t colon = place.find(':');
    const auto command = std::ranges::find(command_names(), place.substr(0, colon), &CommandName::name);
    if (command != command_names().end()) {
        fault.command_ = command->code;
        if (colon == std::string_view::npos) return fault;
        place.remove_prefix(colon + 1);
    }
    fault.number_ = read_number(place);
    if (!fault.number_) return fail(ErrorCode::invalid_argument);
    return fault;
}

bool Fault::meets(const Request& request) {
    const bool any_parameter = command_ && (*command_ & 0xFFU) == 0;
    const auto code = any_parameter ? static_cast<std::uint16_t>(request.command << 8U) : code_of(request);
    if (command_ && code != *command_) return false;
    ++met_;
    return !number_ || met_ == *number_;
}

Bytes damage(FaultKind kind, ByteView answer, ByteView request) {
    const std::size_t length = answer.size() - header_size;
    const std::size_t half = answer.size() / 2;
    Bytes data = copy(data_of(answer));
    switch (kind) {
        case FaultKind::noise_before:
            return joined(noise, answer);
        case FaultKind::noise_inside:
            return joined(answer.first(half), noise, answer.subspan(half));
        case FaultKind::wrong_check: {
            Bytes octets = copy(answer);
            octets.back() ^= 0x10;
            return octets;
        }
        case FaultKind::long_length:
            return with_length(answer, length + 1);
        case FaultKind::short_length:
            return with_length(answer, length - 1);
        case FaultKind::zero_length:
            return with_length(answer, 0);
        case FaultKind::greatest_length:
            return with_length(answer, UINT16_MAX);
        case FaultKind::short_frame:
            return with_data(answer, ByteView{data}.first(data.size() / 2));
        case FaultKind::long_frame:
            return with_data(answer, joined(data, noise));
        case FaultKind::inner_lengths:
            std::ranges::fill(MutableByteView{data}.first(std::min<std::size_t>(4, data.size())), 0xFF);
            return with_data(answer, data);
        case FaultKind::half_frame:
            return copy(answer.first(half));
        case FaultKind::endless:
            return babble(answer);
        case FaultKind::echo:
            return joined(request, answer);
        case FaultKind::doubled:
            return joined(answer, answer);
        case FaultKind::foreign_answer:
            return foreign(answer);
        case FaultKind::unplugged:
            return copy(answer.first(half));
        default:
            return copy(answer);
    }
}

}  // namespace fivestar::sim::sam
