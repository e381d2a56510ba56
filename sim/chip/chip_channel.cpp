// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/chip_channel.hpp"

#include <thread>

namespace fivestar::sim {

ChipChannel::ChipChannel(Chip& chip) : chip_(chip) {
    chip_.power_on();
}

Result<apdu::Response> ChipChannel::transmit(const apdu::Command& command) {
    const auto octets = apdu::encode(command);
    if (!octets) return std::unexpected{octets.error()};
    const Answer answer = chip_.transmit(*octets);
    if (answer.delay.count() != 0) std::this_thread::sleep_for(answer.delay);
    switch (answer.delivery) {
        case Delivery::whole:
            return apdu::decode_response(answer.octets);
        case Delivery::never:
            return fail(ErrorCode::deadline_exceeded);
        case Delivery::half_frame:
        case Delivery::removed:
            break;
    }
    return fail(ErrorCode::card_removed);
}

}  // namespace fivestar::sim
