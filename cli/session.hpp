// One run of fivestarctl: the connection, where to write, and the ways in which answers and failures end it.
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

/// Says what kept the daemon from answering.
void complain(Console& console, fivestar_error error);

struct Session {
    const Arguments& arguments;
    client::Connection& connection;
    Console& console;
    Interruption& interruption;
    Language language;

    /// Complains of that error.
    [[nodiscard]] ExitCode failed(fivestar_error error);
    /// Shows a problem: as the daemon's JSON where that is wanted, as text to a person else.
    [[nodiscard]] ExitCode problem(std::string_view body);
    /// Prints a line of the daemon's JSON; `problem` where the results can no longer be written.
    [[nodiscard]] ExitCode print_json(std::string_view body);
    [[nodiscard]] ExitCode print(std::string_view text);

    /// What an answer looks like to a person.
    using View = PersonalText (*)(const boost::json::value& answer, Language language);
    /// Asks, and prints the answer: the daemon's JSON where that is wanted, else what `view` makes of it. The answer,
    /// or how the program ends where there is none or it could not be printed.
    [[nodiscard]] std::expected<boost::json::value, ExitCode> show(const fivestar_request& request, View view);
};

}  // namespace fivestar::cli
