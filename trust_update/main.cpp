// SPDX-License-Identifier: Apache-2.0
// fivestar-trust-update: the program. Runs once; a timer of systemd starts it.

#include "crypto/base/clock.hpp"
#include "trust_update/configuration.hpp"
#include "trust_update/list_folder.hpp"
#include "trust_update/update.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

namespace {

using fivestar::trust_update::Configuration;
using fivestar::trust_update::Outcome;

// As in sysexits.h, except for 1.
constexpr int exit_list_failed = 1;
constexpr int exit_usage = 64;
constexpr int exit_io = 74;
constexpr int exit_other_is_running = 75;
constexpr int exit_configuration = 78;

struct Arguments {
    std::string file = fivestar::trust_update::default_configuration_file;
    bool check = false;
    bool now = false;
};

/// Parses the arguments; returns the exit status if the program must end.
std::optional<int> parse(int argc, char** argv, Arguments& arguments) {
    CLI::App app{"Fetches master lists and revocation lists for fivestard."};
    app.add_option("--config", arguments.file, "configuration")->capture_default_str()->type_name("FILE");
    app.add_flag("--now", arguments.now, "fetch every list, even before its next attempt is due");
    app.add_flag("--check-config", arguments.check, "check the configuration and exit");
    app.set_version_flag("--version", "fivestar-trust-update " FIVESTAR_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? EXIT_SUCCESS : exit_usage;
    }
    return std::nullopt;
}

void log(std::string_view line) {
    std::cerr << "fivestar-trust-update: " << line << std::endl;
}

int fail(int status, std::string_view text) {
    log(text);
    return status;
}

int run(const Configuration& configuration, bool is_forced) {
    const std::string directory = configuration.fetch.directory.string();
    const auto folder = fivestar::trust_update::ListFolder::open(configuration.fetch.directory);
    if (!folder && errno == EWOULDBLOCK) return fail(exit_other_is_running, "another process updates " + directory);
    if (!folder) return fail(exit_io, directory + " cannot be used: " + std::strerror(errno));
    std::random_device source;
    std::uniform_real_distribution<double> distribution;
    const Outcome outcome = fivestar::trust_update::update({.configuration = configuration,
                                                            .folder = *folder,
                                                            .now = fivestar::SystemClock{}.wall(),
                                                            .is_forced = is_forced,
                                                            .chance = [&] { return distribution(source); },
                                                            .log = &log});
    switch (outcome) {
        case Outcome::good:
            return EXIT_SUCCESS;
        case Outcome::list_failed:
            return exit_list_failed;
        case Outcome::trust_unreadable:
            return fail(exit_io, "a directory of [trust] cannot be read");
        case Outcome::disk_failed:
            return fail(exit_io, directory + " cannot be written");
    }
    return exit_io;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (const auto status = parse(argc, argv, arguments)) return *status;
    const auto configuration = fivestar::trust_update::load_configuration(arguments.file);
    if (!configuration) return fail(exit_configuration, configuration.error().to_string());
    if (arguments.check) {
        std::cout << "fivestar-trust-update: the configuration is good\n";
        return EXIT_SUCCESS;
    }
    if (configuration->sources.empty()) {
        log(arguments.file + " names no list");
        return EXIT_SUCCESS;
    }
    return run(*configuration, arguments.now);
}
