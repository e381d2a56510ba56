// SPDX-License-Identifier: Apache-2.0
// fivestar-demo-browser-host POLICY SOCKET CONSENT_MILLISECONDS ARGUMENTS...: fivestar-browser-host with another policy
// and socket, which the installed program never accepts. ARGUMENTS are those of the browser.
#include "browser/host/caller.hpp"
#include "browser/host/host.hpp"

#include <csignal>
#include <cstdlib>
#include <span>
#include <string>
#include <unistd.h>

int main(int argument_count, char** argument_texts) {
    using namespace fivestar::browser;
    const std::span<const char* const> arguments{argument_texts, static_cast<std::size_t>(argument_count)};
    if (arguments.size() < 4) return EXIT_FAILURE;
    ::signal(SIGPIPE, SIG_IGN);
    const Installation installation{
        .policy = arguments[1],
        .policy_owner = ::getuid(),
        .socket = arguments[2],
        .consent_milliseconds = static_cast<std::uint32_t>(std::stoul(arguments[3])),
    };
    serve(installation, names_our_extension(arguments.subspan(3)), STDIN_FILENO, STDOUT_FILENO);
    return EXIT_SUCCESS;
}
