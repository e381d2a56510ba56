// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/read_store.hpp"

#include "crypto/base/stack.hpp"
#include "crypto/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/system/error_code.hpp>

namespace fivestar::daemon {
namespace {

constexpr std::size_t id_size = 16;

}  // namespace

ReadStore::ReadStore(const boost::asio::any_io_executor& executor, HoldRules rules, const Clock& clock, Random& random)
    : rules_(rules), clock_(clock), random_(random), timer_(executor) {}

std::string ReadStore::new_id() {
    std::array<std::uint8_t, id_size> id{};
    random_.fill(id);
    std::string text = to_hex(id);
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

void ReadStore::hold(std::shared_ptr<const FinishedRead> read) {
    const ReadLabel& label = read->label;
    end_if([&](const Held& held) {
        return held.read->label.client == label.client && held.read->label.card == label.card;
    });
    const auto is_clients = [&](const Held& held) { return held.read->label.client == label.client; };
    if (std::cmp_greater_equal(std::ranges::count_if(held_, is_clients), max_of_client)) {
        const auto oldest = std::ranges::find_if(held_, is_clients)->read;
        end_if([&](const Held& held) { return held.read == oldest; });
    }
    held_.push_back({.read = std::move(read), .since = clock_.boot()});
    set_timer();
}

std::shared_ptr<const FinishedRead> ReadStore::find(std::string_view client, std::string_view id) const {
    const BootTime now = clock_.boot();
    const auto found = std::ranges::find_if(held_, [&](const Held& held) {
        return held.read->label.id == id && held.read->label.client == client && end_of(held) > now;
    });
    return found == held_.end() ? nullptr : found->read;
}

bool ReadStore::erase(std::string_view client, std::string_view id) {
    const auto found = find(client, id);
    if (found == nullptr) return false;
    end_if([&](const Held& held) { return held.read == found; });
    set_timer();
    return true;
}

void ReadStore::cards_present(const std::set<std::string, std::less<>>& cards) {
    for (Held& held : held_) {
        if (!held.removed && !cards.contains(held.read->label.card)) held.removed = clock_.boot();
    }
    set_timer();
}

void ReadStore::resumed_after(std::chrono::nanoseconds suspended) {
    const BootTime last_awake = clock_.boot() - suspended;
    for (Held& held : held_) {
        if (!held.removed) held.removed = std::max(last_awake, held.since);
    }
    end_due();
}

void ReadStore::set_rules(HoldRules rules) {
    rules_ = rules;
    set_timer();
}

void ReadStore::end_due() {
    const BootTime now = clock_.boot();
    end_if([&](const Held& held) { return end_of(held) <= now; });
    set_timer();
}

/// Zeroizes the stack too, since answers were rendered from these reads on this thread.
void ReadStore::end_if(const std::function<bool(const Held&)>& ends) {
    if (std::erase_if(held_, ends) != 0) zeroize_unused_stack();
}

std::optional<BootTime> ReadStore::next_end() const {
    std::optional<BootTime> next;
    for (const Held& held : held_) next = next ? std::min(*next, end_of(held)) : end_of(held);
    return next;
}

BootTime ReadStore::end_of(const Held& held) const {
    const BootTime latest = held.since + rules_.at_most;
    return held.removed ? std::min(latest, *held.removed + rules_.after_removal) : latest;
}

void ReadStore::set_timer() {
    const auto next = next_end();
    if (!next) {
        timer_.cancel();
        return;
    }
    timer_.expires_after(*next - clock_.boot());
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled) end_due();
    });
}

}  // namespace fivestar::daemon
