// SPDX-License-Identifier: Apache-2.0
// fivestar-browser-host. Browsers start it for our extension. It is setgid: it has the group that the daemon's
// configuration grants, and the user who runs the browser has not.
#include "browser/host/caller.hpp"
#include "browser/host/host.hpp"
#include "crypto/base/process.hpp"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <syslog.h>
#include <tuple>
#include <unistd.h>

namespace {

/// Gives up what the host does not need, before it reads a single octet from the browser.
void give_up_rights() {
    ::clearenv();
    ::umask(S_IRWXG | S_IRWXO);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    std::ignore = fivestar::forbid_core_dumps();
    const rlimit no_files{.rlim_cur = 0, .rlim_max = 0};  // writes none
    ::setrlimit(RLIMIT_FSIZE, &no_files);
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    if (::chdir("/") != 0) std::exit(EXIT_FAILURE);
    fivestar::ignore_broken_pipes();
    ::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace

int main(int argument_count, char** argument_texts) {
    using namespace fivestar::browser;
    give_up_rights();
    const std::span<const char* const> arguments{argument_texts, static_cast<std::size_t>(argument_count)};
    const Installation installation;
    if (arguments.size() == 2 && arguments[1] == std::string_view{"--check-config"})
        return check_configuration(installation);
    if (arguments.size() < 2) {
        std::cerr << "fivestar-browser-host is started by browsers. --check-config checks /etc/fivestard/browser.d.\n";
        return 64;  // EX_USAGE of sysexits.h
    }
    ::openlog("fivestar-browser-host", LOG_PID, LOG_USER);
    serve(installation, names_our_extension(arguments), STDIN_FILENO, STDOUT_FILENO);
    return EXIT_SUCCESS;
}
