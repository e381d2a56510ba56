// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/played_card.hpp"

#include <algorithm>
#include <array>

namespace fivestar::bench {
namespace {

constexpr std::array<std::uint8_t, 2> instruction_not_supported{0x6D, 0x00};

}  // namespace

ByteView PlayedCard::transmit(ByteView command) {
    if (next_ == recording_.exchanges.size()) next_ = 0;
    const Exchange& exchange = recording_.exchanges[next_];
    if (!std::ranges::equal(command, exchange.command)) return instruction_not_supported;
    ++next_;
    link_.carry(exchange.command.size() + exchange.answer.size());
    return exchange.answer;
}

Result<apdu::Response> PlayedConnection::transmit(const apdu::Command& command) {
    const auto octets = apdu::encode(command);
    if (!octets) return std::unexpected{octets.error()};
    return apdu::decode_response(card_.transmit(*octets));
}

}  // namespace fivestar::bench
