// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/held_answer.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

constexpr std::size_t long_answer = 128;

apdu::StatusWord counted(std::uint8_t sw1, std::size_t octets) {
    const auto count = static_cast<std::uint8_t>(std::min<std::size_t>(octets, apdu::max_short_le));
    return {static_cast<std::uint16_t>(sw1 << 8 | count)};
}

apdu::StatusWord more_available(std::size_t octets) {
    return counted(0x61, octets);
}

apdu::StatusWord exact_le(std::size_t octets) {
    return counted(0x6C, octets);
}

}  // namespace

apdu::Response HeldAnswer::part(const apdu::Command& command, apdu::Response response, Parting parting) {
    parting_ = parting;
    const std::size_t size = response.data.size();
    if (parting == Parting::endless) return {.sw = more_available(apdu::max_short_le)};
    const bool both_ways = parting == Parting::t0 && !command.data.empty();
    if (size != 0 && (both_ways || (parting == Parting::long_ones && size > long_answer))) {
        held_ = std::move(response);
        return {.sw = more_available(size)};
    }
    if (parting == Parting::t0 && size != 0 && size < command.le) return {.sw = exact_le(size)};
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
    if (size < command.le && parting_ == Parting::t0) return {.sw = exact_le(size)};
    const ByteView content = held_.data;
    const std::size_t now = std::min<std::size_t>(size, command.le);
    apdu::Response part{PersonalBytes{content.first(now)}, held_.sw};
    held_.data = PersonalBytes{content.subspan(now)};
    if (!held_.data.empty()) part.sw = more_available(held_.data.size());
    return part;
}

}  // namespace fivestar::sim
