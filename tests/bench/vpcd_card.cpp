// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/vpcd_card.hpp"

#include <stdexcept>
#include <utility>

namespace fivestar::bench {
namespace {

constexpr std::uint8_t get_atr = 4;

sim::VpcdConnection connect(std::uint16_t port) {
    auto connection = sim::VpcdConnection::open("127.0.0.1", port);
    if (!connection) throw std::runtime_error{"no virtual reader listens; run below tools/with-pcscd"};
    return std::move(*connection);
}

}  // namespace

VpcdCard::VpcdCard(PlayedCard& card, std::uint16_t port)
    : card_(card), connection_(connect(port)), thread_([this] { serve(); }) {}

VpcdCard::~VpcdCard() {
    leave_.signal();
    thread_.join();
}

void VpcdCard::serve() {
    while (connection_.wait_readable(leave_)) {
        const auto frame = connection_.receive();
        if (!frame || !answer(*frame)) return;
    }
}

/// One octet is a signal: its power, a reset, or a question for the ATR.
bool VpcdCard::answer(ByteView frame) {
    if (frame.size() > 1) return connection_.send(card_.transmit(frame)).has_value();
    if (frame.size() == 1 && frame[0] == get_atr) return connection_.send(card_.atr()).has_value();
    card_.reset();
    return true;
}

}  // namespace fivestar::bench
