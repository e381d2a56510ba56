// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/subscription.hpp"

#include <utility>

namespace fivestar::daemon {

Subscription& Subscription::operator=(Subscription&& other) noexcept {
    if (this != &other) {
        reset();
        slot_ = std::move(other.slot_);
    }
    return *this;
}

Subscription::~Subscription() {
    reset();
}

void Subscription::reset() {
    if (!slot_) return;
    const auto slot = std::move(slot_);  // keeps the mutex alive while it is held
    const std::lock_guard lock{slot->calling};
    slot->live = false;
}

Subscription Subscribers::add(Subscription::Listener listener) {
    auto slot = std::make_shared<Subscription::Slot>(std::move(listener));
    const std::lock_guard lock{mutex_};
    slots_.push_back(slot);
    return Subscription{std::move(slot)};
}

void Subscribers::tell(const ReaderEvent& event) {
    std::vector<std::shared_ptr<Subscription::Slot>> slots;
    {
        const std::lock_guard lock{mutex_};
        std::erase_if(slots_, [](const auto& slot) { return slot.expired(); });
        for (const auto& slot : slots_) {
            if (auto held = slot.lock()) slots.push_back(std::move(held));
        }
    }
    for (const auto& slot : slots) {
        const std::lock_guard lock{slot->calling};
        if (slot->live) slot->listener(event);
    }
}

}  // namespace fivestar::daemon
