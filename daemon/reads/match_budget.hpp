// SPDX-License-Identifier: Apache-2.0
// Limits how often a client may compare values with one card. Each comparison is a guess, and enough guesses reveal a
// birth date.
#pragma once

#include "daemon/policy/grants.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace fivestar::daemon {

class MatchBudget {
  public:
    static constexpr unsigned tries_of_card = 10;     ///< requests, until the card is presented again
    static constexpr std::size_t max_entries = 1024;  ///< beyond that, the oldest entry is dropped

    /// Counts one comparison of this client with this insertion of a card; false if the budget is used up.
    [[nodiscard]] bool take(std::string_view client, std::string_view card);

  private:
    struct Entry {
        ClientId client;
        std::string card;
        unsigned tries = 0;
    };
    std::deque<Entry> entries_ = {};  // oldest first
};

}  // namespace fivestar::daemon
