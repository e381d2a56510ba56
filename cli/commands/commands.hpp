// SPDX-License-Identifier: Apache-2.0
// The commands of fivestarctl.
#pragma once

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/session.hpp"

namespace fivestar::cli {

[[nodiscard]] ExitCode execute(Session& session, const ReadCommand& command);
/// Prints what a number says; `not_genuine` if it has faults.
[[nodiscard]] ExitCode execute(Session& session, const NumberCommand& command);
/// Prints a comparison: `done` if all fields are the same, `not_genuine` if any differs, else `unverified`.
[[nodiscard]] ExitCode execute(Session& session, const MatchCommand& command);
[[nodiscard]] ExitCode execute(Session& session, const CrossCheckCommand& command);
[[nodiscard]] ExitCode execute(Session& session, const MetricsCommand& command);
/// Prints events until a signal comes. Reconnects with the last event id if the connection is lost.
[[nodiscard]] ExitCode execute(Session& session, const WatchCommand& command);
/// Verifies evidence without a daemon. The code of the verdict; `problem` if the evidence or the trust cannot be read.
[[nodiscard]] ExitCode run_verify(const Arguments& arguments, const VerifyCommand& command, Console& console,
                                  Language language);
/// Prints causes of trouble and their remedies, with or without a daemon; `problem` if one is an error.
[[nodiscard]] ExitCode run_doctor(const Arguments& arguments, Console& console, Interruption& interruption);

/// Runs the command of the arguments.
[[nodiscard]] ExitCode run(const Arguments& arguments, Console& console, Interruption& interruption);

}  // namespace fivestar::cli
