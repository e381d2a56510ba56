// SPDX-License-Identifier: Apache-2.0
#include "apdu/command_chaining.hpp"

#include <algorithm>

namespace fivestar::apdu {
namespace {

constexpr std::uint8_t proprietary_class = 0x80;
constexpr std::uint8_t more_follows = 0x10;

}  // namespace

Result<Response> CommandChaining::transmit(const Command& command) {
    if (extended_length_ || !command.extended()) return next_.transmit(command);
    Command part = command;
    part.le = std::min(command.le, max_short_le);
    if (command.data.size() <= max_short_data) return next_.transmit(part);
    if ((command.cla & proprietary_class) != 0) return fail(ErrorCode::invalid_argument);

    ByteView rest = command.data;
    part.cla |= more_follows;
    part.le = 0;
    for (; rest.size() > max_short_data; rest = rest.subspan(max_short_data)) {
        part.data = copy(rest.first(max_short_data));
        auto response = next_.transmit(part);
        if (!response || !response->sw.success()) return response;
    }
    part.cla = command.cla;
    part.data = copy(rest);
    part.le = std::min(command.le, max_short_le);
    return next_.transmit(part);
}

}  // namespace fivestar::apdu
