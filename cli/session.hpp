// SPDX-License-Identifier: Apache-2.0
// One run of fivestarctl: its connection and output, and the exit codes of answers and failures.
#pragma once

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "client/connection.hpp"
#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <expected>
#include <string_view>

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// Prints why there is no answer of the daemon.
void complain(Console& console, fivestar_error error);

struct Session {
    const Arguments& arguments;
    client::Connection& connection;
    Console& console;
    Interruption& interruption;
    Language language;

    /// Prints the error; `problem`.
    [[nodiscard]] ExitCode failed(fivestar_error error);
    /// Prints a problem: the daemon's JSON with --json, else as text; `problem`.
    [[nodiscard]] ExitCode problem(std::string_view body);
    /// Prints a line of the daemon's JSON; `problem` if it cannot be written.
    [[nodiscard]] ExitCode print_json(std::string_view body);
    [[nodiscard]] ExitCode print(std::string_view text);

    /// Turns an answer into text for people.
    using View = PersonalText (*)(const boost::json::value& answer, Language language);
    /// Sends a request and prints the answer: the daemon's JSON with --json, else the text of `view`. Returns the
    /// answer, or the exit code if there is none or it cannot be written.
    [[nodiscard]] std::expected<boost::json::value, ExitCode> show(const fivestar_request& request, View view);
};

}  // namespace fivestar::cli
