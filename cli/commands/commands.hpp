// What fivestarctl can be asked to do.
#pragma once

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/session.hpp"

namespace fivestar::cli {

[[nodiscard]] ExitCode run_read(Session& session, const ReadCommand& command);
/// `not_genuine` for a number with a fault.
[[nodiscard]] ExitCode run_number(Session& session, const NumberCommand& command);
/// `done` if all are the same, `not_genuine` if any differs, else `unverified`.
[[nodiscard]] ExitCode run_match(Session& session, const MatchCommand& command);
[[nodiscard]] ExitCode run_metrics(Session& session, const MetricsCommand& command);
[[nodiscard]] ExitCode run_cross_check(Session& session, const CrossCheckCommand& command);
/// Without a daemon: the code of the verdict, `problem` for what is no evidence or cannot be read.
[[nodiscard]] ExitCode run_verify(const Arguments& arguments, const VerifyCommand& command, Console& console,
                                  Language language);
/// With or without a daemon: `problem` if an error is found.
[[nodiscard]] ExitCode run_doctor(const Arguments& arguments, Console& console, Interruption& interruption);
/// Until a signal comes; a daemon that goes away is asked again, with the last event that was seen.
[[nodiscard]] ExitCode run_watch(Session& session);

/// Runs what the arguments ask for.
[[nodiscard]] ExitCode run(const Arguments& arguments, Console& console, Interruption& interruption);

}  // namespace fivestar::cli
