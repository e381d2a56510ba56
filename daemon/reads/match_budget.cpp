// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/match_budget.hpp"

#include <algorithm>

namespace fivestar::daemon {

bool MatchBudget::take(std::string_view client, std::string_view card) {
    auto found = std::ranges::find_if(entries_,
                                      [&](const Entry& entry) { return entry.card == card && entry.client == client; });
    if (found == entries_.end()) {
        if (entries_.size() == max_entries) entries_.pop_front();
        found = entries_.insert(entries_.end(), {.client = ClientId{client}, .card = std::string{card}});
    }
    if (found->tries == tries_of_card) return false;
    ++found->tries;
    return true;
}

}  // namespace fivestar::daemon
