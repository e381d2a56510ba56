// SPDX-License-Identifier: Apache-2.0
// Chooses the reader and card that a read is about, among those that are there now.
#pragma once

#include "daemon/policy/grants.hpp"
#include "daemon/readers/reader_view.hpp"
#include "daemon/reads/read_failure.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <variant>

namespace fivestar::daemon {

enum class WaitFor : std::uint8_t {
    present,  ///< a card that is there already
    next,     ///< a card that is inserted after the request
};

/// The card that a client means.
struct CardSelection {
    std::string reader = {};  ///< id; empty: the one reader that has a card
    std::string card = {};    ///< id; empty: any
    WaitFor wait_for = WaitFor::present;
    std::chrono::seconds wait{0};
};

using CardIds = std::set<std::string, std::less<>>;

/// No card matches yet; one may be inserted.
struct NoCardYet {};

/// The chosen reader, whose `card` is there.
using ReaderChoice = std::variant<ReaderView, NoCardYet, ReadFailure>;

/// Chooses the reader. `before`: the cards that were there when the request arrived, which `WaitFor::next` excludes.
/// Readers that are not granted are treated as absent. Failures: those of `ReadFailureKind` up to
/// `card_changed`, without `no_card`.
[[nodiscard]] ReaderChoice choose_reader(const CardSelection& selection, const Grants& grants, ServiceState service,
                                         std::span<const ReaderView> readers, const CardIds& before);

/// Returns the ids of all cards in these readers.
[[nodiscard]] CardIds cards_in(std::span<const ReaderView> readers);

}  // namespace fivestar::daemon
