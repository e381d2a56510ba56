// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/subscription.hpp"

#include <utility>

namespace fivestar::daemon {

Subscription::~Subscription() {
    if (!slot_) return;
    const std::lock_guard lock{slot_->calling};
    slot_->live = false;
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
