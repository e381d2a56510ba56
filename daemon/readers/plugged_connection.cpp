// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/plugged_connection.hpp"

#include <utility>

namespace fivestar::daemon {

PluggedConnection::PluggedConnection(std::unique_ptr<apdu::CardConnection> card,
                                     std::shared_ptr<const std::atomic<bool>> pulled)
    : card_(std::move(card)), pulled_(std::move(pulled)) {}

Result<void> PluggedConnection::reset() {
    if (*pulled_) return fail(ErrorCode::card_removed);
    return card_->reset();
}

Result<apdu::Response> PluggedConnection::PluggedChannel::transmit(const apdu::Command& command) {
    if (*connection_.pulled_) return fail(ErrorCode::card_removed);
    auto response = connection_.card_->channel().transmit(command);
    if (*connection_.pulled_) return fail(ErrorCode::card_removed);  // it left in mid-command
    return response;
}

}  // namespace fivestar::daemon
