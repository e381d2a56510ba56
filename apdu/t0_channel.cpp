// SPDX-License-Identifier: Apache-2.0
#include "apdu/t0_channel.hpp"

#include "apdu/response_chaining.hpp"

namespace fivestar::apdu {
namespace {

/// Tells whether a GET RESPONSE brought data, or announced more.
bool brought_data(const Response& response) {
    return response.sw.success() || response.sw.warning() || response.sw.more_available();
}

}  // namespace

Result<Response> T0Channel::transmit(const Command& command) {
    if (command.extended()) return fail(ErrorCode::invalid_argument);
    Command tpdu = command;
    if (command.data.empty()) {
        if (command.le == 0) tpdu.le = max_short_le;  // P3=00
        return next_.transmit(tpdu);
    }
    tpdu.le = 0;
    auto accepted = next_.transmit(tpdu);
    if (!accepted || command.le == 0 || !accepted->sw.success() || !accepted->data.empty()) return accepted;

    Command fetch = get_response(command.cla, command.le);
    auto fetched = next_.transmit(fetch);
    // Handled here: response chaining above would execute the whole command again.
    if (const auto exact = fetched ? fetched->sw.exact_le() : std::nullopt) {
        fetch.le = *exact;
        fetched = next_.transmit(fetch);
    }
    // The command itself succeeded. A card without data to fetch answers GET RESPONSE with an error.
    if (fetched && !brought_data(*fetched)) return accepted;
    return fetched;
}

}  // namespace fivestar::apdu
