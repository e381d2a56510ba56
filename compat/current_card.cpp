// SPDX-License-Identifier: Apache-2.0
#include "compat/current_card.hpp"

#include <utility>

namespace fivestar::compat {

int CurrentCard::port() const {
    const std::lock_guard lock{mutex_};
    return port_;
}

void CurrentCard::use(int port) {
    const std::lock_guard lock{mutex_};
    port_ = port;
    message_.reset();
}

void CurrentCard::allow_repeats(bool are_allowed) {
    const std::lock_guard lock{mutex_};
    are_repeats_allowed_ = are_allowed;
}

bool CurrentCard::are_repeats_allowed() const {
    const std::lock_guard lock{mutex_};
    return are_repeats_allowed_;
}

std::shared_ptr<const BaseMessage> CurrentCard::message() const {
    const std::lock_guard lock{mutex_};
    return message_;
}

void CurrentCard::keep(std::shared_ptr<const BaseMessage> message) {
    const std::lock_guard lock{mutex_};
    message_ = std::move(message);
}

}  // namespace fivestar::compat
