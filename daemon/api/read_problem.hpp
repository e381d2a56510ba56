// SPDX-License-Identifier: Apache-2.0
// Maps failures of reads to problems.
#pragma once

#include "crypto/base/error.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/reads/read_failure.hpp"

#include <string>
#include <vector>

namespace fivestar::daemon {

[[nodiscard]] Problem read_problem(ReadFailure failure);

/// Maps an error that ended a read, from the work itself (daemon/reading) or from its job (daemon/readers). Never 500:
/// what a card, a reader or another program does is no defect of the daemon. A wrong key always gives the same problem,
/// without status word, but with the attempts left if the chip counts them: a card must not reveal which part failed.
[[nodiscard]] Problem read_problem(const Error& error, std::string reader,
                                   const std::vector<AccessKey>& accepts = {AccessKey::mrz});

}  // namespace fivestar::daemon
