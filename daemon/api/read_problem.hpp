// What went wrong with a read, as the socket tells it: one table from errors to problems.
#pragma once

#include "crypto/base/error.hpp"
#include "daemon/api/problem.hpp"
#include "identity/verification/verification.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// The problem of an error that ended a read, from the work itself (daemon/reading) or from its job (daemon/readers).
/// `accepts`: the keys, literals, that would open the card. Never 500: what a card, a reader or another program does is
/// no defect of ours. A wrong key reads the same whatever gave it away: no status word, only the attempts left where
/// the chip counts them.
[[nodiscard]] Problem read_problem(const Error& error, std::string reader,
                                   std::vector<std::string_view> accepts = {"mrz"});

/// The first check that did not pass although it was required: `requirement_failed`.
[[nodiscard]] std::optional<Problem> unmet_requirement(std::span<const identity::CheckName> required,
                                                       const identity::Verification& verification, std::string reader);

}  // namespace fivestar::daemon
