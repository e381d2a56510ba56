// Which reader and card a read is about: a decision over what is there now.
#pragma once

#include "daemon/api/problem.hpp"
#include "daemon/api/read_body.hpp"
#include "daemon/policy/grants.hpp"
#include "daemon/readers/reader_view.hpp"

#include <functional>
#include <set>
#include <span>
#include <string>
#include <variant>

namespace fivestar::daemon {

using CardIds = std::set<std::string, std::less<>>;

/// There is no card yet that the request may mean; one may come.
struct NoCardYet {};

/// The chosen reader, whose `card` is there.
using ReaderChoice = std::variant<ReaderView, NoCardYet, Problem>;

/// `before`: the cards that lay there when the request came, which `wait_for: next` does not mean. Readers that are not
/// granted do not exist. Problems: `pcsc_unavailable`, `pcsc_denied`, `no_such_reader`, `no_reader`, `several_cards`,
/// `card_changed`, `reader_unresponsive`.
[[nodiscard]] ReaderChoice choose_reader(const ReadBody& request, const Grants& grants, ServiceState service,
                                         std::span<const ReaderView> readers, const CardIds& before);

/// Ids of all cards in these readers.
[[nodiscard]] CardIds cards_in(std::span<const ReaderView> readers);

}  // namespace fivestar::daemon
