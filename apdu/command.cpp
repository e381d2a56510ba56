// SPDX-License-Identifier: Apache-2.0
#include "apdu/command.hpp"

#include <utility>

namespace fivestar::apdu {
namespace {

constexpr std::size_t header_size = 4;
constexpr std::size_t most_length_octets = 5;  // extended Lc and Le

void append_number(Bytes& octets, std::size_t number) {
    octets.push_back(static_cast<std::uint8_t>(number >> 8));
    octets.push_back(static_cast<std::uint8_t>(number));
}

/// Decodes an Le field of one or two octets; zero stands for the maximum.
std::uint32_t read_le(ByteView field) {
    std::uint32_t le = 0;
    for (const std::uint8_t octet : field) le = (le << 8) | octet;
    if (le != 0) return le;
    return field.size() == 1 ? max_short_le : max_extended_le;
}

Result<Command> decode_short(Command command, ByteView body) {
    if (body.size() == 1) {
        command.le = read_le(body);
        return command;
    }
    const std::size_t lc = body[0];
    const ByteView rest = body.subspan(1);
    if (lc == 0 || rest.size() < lc || rest.size() > lc + 1) return fail(ErrorCode::malformed);
    command.data = copy(rest.first(lc));
    if (rest.size() == lc + 1) command.le = read_le(rest.last(1));
    return command;
}

Result<Command> decode_extended(Command command, ByteView body) {
    const std::size_t number = std::size_t{body[1]} << 8 | body[2];
    const ByteView rest = body.subspan(3);
    if (rest.empty()) {
        command.le = read_le(body.subspan(1, 2));
        return command;
    }
    if (number == 0 || (rest.size() != number && rest.size() != number + 2)) return fail(ErrorCode::malformed);
    command.data = copy(rest.first(number));
    if (rest.size() == number + 2) command.le = read_le(rest.last(2));
    return command;
}

}  // namespace

Result<Bytes> encode(const Command& command) {
    if (command.data.size() > max_extended_data || command.le > max_extended_le) {
        return fail(ErrorCode::invalid_argument);
    }
    Bytes octets;
    octets.reserve(header_size + most_length_octets + command.data.size());
    octets.insert(octets.end(), {command.cla, command.ins, command.p1, command.p2});
    if (!command.extended()) {
        if (!command.data.empty()) octets.push_back(static_cast<std::uint8_t>(command.data.size()));
        append(octets, command.data);
        if (command.le != 0) octets.push_back(static_cast<std::uint8_t>(command.le));
        return octets;
    }
    octets.push_back(0);
    if (!command.data.empty()) append_number(octets, command.data.size());
    append(octets, command.data);
    if (command.le != 0) append_number(octets, command.le);
    return octets;
}

Result<Command> decode_command(ByteView octets) {
    if (octets.size() < header_size) return fail(ErrorCode::malformed);
    Command command{octets[0], octets[1], octets[2], octets[3]};
    const ByteView body = octets.subspan(header_size);
    if (body.empty()) return command;
    if (body[0] == 0 && body.size() >= 3) return decode_extended(std::move(command), body);
    return decode_short(std::move(command), body);
}

}  // namespace fivestar::apdu
