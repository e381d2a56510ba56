// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/command_chain.hpp"

#include <utility>

namespace fivestar::sim {
namespace {

constexpr std::uint8_t chained_command_bit = 0x10;
constexpr apdu::StatusWord last_command_of_chain_expected{0x6883};

bool same_header(const apdu::Command& left, const apdu::Command& right) {
    return left.cla == right.cla && left.ins == right.ins && left.p1 == right.p1 && left.p2 == right.p2;
}

}  // namespace

std::optional<apdu::StatusWord> CommandChain::join(apdu::Command& command) {
    const bool more = (command.cla & chained_command_bit) != 0;
    command.cla = static_cast<std::uint8_t>(command.cla & ~chained_command_bit);
    if (!more && !open_) return std::nullopt;
    if (!open_) joined_ = {command.cla, command.ins, command.p1, command.p2};
    open_ = false;
    if (!same_header(joined_, command)) return last_command_of_chain_expected;
    if (joined_.data.size() + command.data.size() > apdu::max_extended_data) return apdu::sw::wrong_length;
    append(joined_.data, command.data);
    open_ = more;
    if (more) return apdu::sw::success;
    command.data = std::move(joined_.data);
    return std::nullopt;
}

}  // namespace fivestar::sim
