// SPDX-License-Identifier: Apache-2.0
// fivestarctl
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/console.hpp"
#include "cli/interruption.hpp"

#include <sys/resource.h>
#include <unistd.h>

int main(int argument_count, char** argument_texts) {
    using namespace fivestar::cli;
    const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};  // a core file would contain keys and records
    ::setrlimit(RLIMIT_CORE, &no_core);

    const auto arguments = parse_arguments(argument_count, argument_texts);
    if (!arguments) {
        const ExitCode exit_code = arguments.error().exit_code;
        Console{exit_code == ExitCode::done ? STDOUT_FILENO : STDERR_FILENO, STDERR_FILENO}.print(
            arguments.error().text);
        return static_cast<int>(exit_code);
    }
    Console console{STDOUT_FILENO, STDERR_FILENO};
    Interruption interruption;
    return static_cast<int>(run(*arguments, console, interruption));
}
