// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/chaining.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

constexpr std::uint8_t chained_command_bit = 0x10;
constexpr apdu::StatusWord last_command_of_chain_expected{0x6883};
constexpr std::size_t long_answer = 128;

bool same_header(const apdu::Command& left, const apdu::Command& right) {
    return left.cla == right.cla && left.ins == right.ins && left.p1 == right.p1 && left.p2 == right.p2;
}

/// 61xx; 6100 for 256 octets or more.
apdu::StatusWord more_available(std::size_t octets) {
    return {static_cast<std::uint16_t>(0x6100U | (octets < apdu::max_short_le ? octets : 0))};
}

}  // namespace

std::optional<apdu::StatusWord> CommandChain::join(apdu::Command& command) {
    const bool more = (command.cla & chained_command_bit) != 0;
    command.cla = static_cast<std::uint8_t>(command.cla & ~chained_command_bit);
    if (!more && !open_) return std::nullopt;
    if (!open_) joined_ = {command.cla, command.ins, command.p1, command.p2};
    open_ = false;
    if (!same_header(joined_, command)) return last_command_of_chain_expected;
    if (joined_.data.size() + command.data.size() > apdu::max_extended_data) return sw::wrong_length;
    append(joined_.data, command.data);
    open_ = more;
    if (more) return sw::success;
    command.data = std::move(joined_.data);
    return std::nullopt;
}

apdu::Response HeldAnswer::part(const apdu::Command& command, apdu::Response response, Parting parting) {
    parting_ = parting;
    const std::size_t size = response.data.size();
    if (parting == Parting::endless) return {.sw = more_available(apdu::max_short_le)};
    const bool both_ways = parting == Parting::t0 && !command.data.empty();
    if (size != 0 && (both_ways || (parting == Parting::long_ones && size > long_answer))) {
        held_ = std::move(response);
        return {.sw = more_available(size)};
    }
    if (parting == Parting::t0 && size != 0 && size < command.le) return {.sw = sw::exact_le(size)};
    return response;
}

apdu::Response HeldAnswer::fetch(const apdu::Command& command) {
    if (parting_ == Parting::endless) {
        return {PersonalBytes(apdu::max_short_le), more_available(apdu::max_short_le)};
    }
    const std::size_t size = held_.data.size();
    if (size == 0) return {.sw = sw::conditions_not_satisfied};
    if (command.p1 != 0 || command.p2 != 0) return {.sw = sw::incorrect_p1_p2};
    if (command.le == 0) return {.sw = sw::wrong_length};
    if (size < command.le && parting_ == Parting::t0) return {.sw = sw::exact_le(size)};
    const ByteView content = held_.data;
    const std::size_t now = std::min<std::size_t>(size, command.le);
    apdu::Response part{PersonalBytes{content.first(now)}, held_.sw};
    held_.data = PersonalBytes{content.subspan(now)};
    if (!held_.data.empty()) part.sw = more_available(held_.data.size());
    return part;
}

}  // namespace fivestar::sim
