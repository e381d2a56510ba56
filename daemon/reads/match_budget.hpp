// How often a client may compare values of its own with one card: each comparison is a guess, and enough of them tell a
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
    static constexpr std::size_t max_entries = 1024;  ///< the oldest is forgotten beyond

    /// Counts one try of this client with this insertion of a card; false if it is one too many.
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
