// SPDX-License-Identifier: Apache-2.0
// fivestard: the program. Reads its arguments and configuration, and runs the application over PC/SC.

#include "crypto/keys/key_memory.hpp"
#include "daemon/application.hpp"
#include "daemon/configuration.hpp"
#include "daemon/http/listening_socket.hpp"
#include "daemon/keys/evidence_key.hpp"
#include "daemon/keys/pseudonym_key.hpp"
#include "daemon/pcsc/pcsc_source.hpp"
#include "daemon/reads/named_files.hpp"
#include "daemon/system/accounts.hpp"
#include "daemon/system/secret_file.hpp"
#include "daemon/system/service_manager.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>

#include <CLI/CLI.hpp>

namespace {

using fivestar::daemon::Configuration;
using fivestar::daemon::ConfigurationError;

constexpr int exit_usage = 64;
constexpr int exit_configuration = 78;  // EX_CONFIG of sysexits.h: systemd does not start the daemon again
constexpr const char* user_of_the_unit = "fivestar";

struct Arguments {
    std::string file{fivestar::daemon::default_configuration_file};
    std::string socket = {};
    std::string new_evidence_key = {};
    std::string new_pseudonym_key = {};
    bool check = false;
};

std::expected<Configuration, ConfigurationError> configuration_of(const Arguments& arguments) {
    auto configuration = fivestar::daemon::load_configuration(arguments.file);
    if (configuration && !arguments.socket.empty()) configuration->socket.path = arguments.socket;
    return configuration;
}

/// Parses the arguments; returns the exit status if the program must end.
std::optional<int> parse(int argc, char** argv, Arguments& arguments) {
    CLI::App app{"Reads identity cards over PC/SC and serves verified records over a Unix socket."};
    app.add_option("--config", arguments.file,
                   "configuration, with the files of the directory beside it (default: " + arguments.file + ")");
    app.add_option("--socket", arguments.socket, "Unix socket to listen on, instead of the configured one");
    app.add_flag("--check-config", arguments.check, "check the configuration and exit");
    app.add_option("--create-evidence-key", arguments.new_evidence_key,
                   "create a key for signing evidence, print its public part, and exit")
        ->type_name("FILE");
    app.add_option("--create-pseudonym-key", arguments.new_pseudonym_key,
                   "create a key for pseudonyms in a new file that only its owner can read, and exit")
        ->type_name("FILE");
    app.set_version_flag("--version", "fivestard " FIVESTAR_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? EXIT_SUCCESS : exit_usage;
    }
    return std::nullopt;
}

/// Checks the configuration as the user whom it is for: root becomes the unit's user, if there is one. Returns the exit
/// status.
int check_configuration(const Arguments& arguments) {
    const bool is_for_the_unit = ::geteuid() == 0 && fivestar::daemon::uid_of(user_of_the_unit);
    if (is_for_the_unit && !fivestar::daemon::become_user(user_of_the_unit)) {
        std::cerr << "fivestard: root cannot become the user " << user_of_the_unit << "\n";
        return EXIT_FAILURE;
    }
    const auto configuration = configuration_of(arguments);
    const auto fault =
        configuration ? fivestar::daemon::fault_of_named_files(*configuration) : std::optional{configuration.error()};
    if (fault) {
        std::cerr << "fivestard: " << fault->to_string() << '\n';
        return EXIT_FAILURE;
    }
    std::cout << "fivestard: the configuration is good\n";
    return EXIT_SUCCESS;
}

/// Says what is wrong, once. The connections that wait at the socket unit are closed, because systemd would start the
/// daemon again for them at once. Returns the exit status.
int refuse_configuration(const ConfigurationError& error) {
    std::cerr << "fivestard: " << error.to_string() << '\n';
    const auto passed = fivestar::daemon::ServiceManager{}.passed_socket();
    if (passed && *passed) {
        if (const auto socket = fivestar::daemon::ListeningSocket::adopt(**passed)) socket->turn_away();
    }
    return exit_configuration;
}

int fail_to_create(const std::string& file, const fivestar::Error& error) {
    std::cerr << "fivestard: " << file << ' ' << fivestar::daemon::explain_secret_file(error.code) << '\n';
    return EXIT_FAILURE;
}

/// Returns the exit status.
int create_evidence_key(const std::string& file) {
    const auto key = fivestar::daemon::EvidenceKey::create(file);
    if (!key) return fail_to_create(file, key.error());
    std::cout << key->public_key_pem();
    return EXIT_SUCCESS;
}

int create_pseudonym_key(const std::string& file) {
    fivestar::SystemRandom random;
    const auto created = fivestar::daemon::create_pseudonym_key(file, random);
    return created ? EXIT_SUCCESS : fail_to_create(file, created.error());
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (const auto status = parse(argc, argv, arguments)) return *status;
    if (!arguments.new_evidence_key.empty()) return create_evidence_key(arguments.new_evidence_key);
    if (!arguments.new_pseudonym_key.empty()) return create_pseudonym_key(arguments.new_pseudonym_key);
    if (arguments.check) return check_configuration(arguments);
    const bool keys_are_locked = fivestar::crypto::lock_key_memory();
    auto configuration = configuration_of(arguments);
    if (!configuration) return refuse_configuration(configuration.error());
    const auto log = fivestar::daemon::make_standard_error_log();
    if (!keys_are_locked && configuration->evidence.key) log->warning("the memory of keys could not be locked");
    const auto end =
        fivestar::daemon::run_application({.configuration = std::move(*configuration),
                                           .reload = [&arguments] { return configuration_of(arguments); },
                                           .readers = std::make_shared<fivestar::daemon::pcsc::PcscSource>()},
                                          *log);
    if (end.stuck) std::_Exit(end.status);
    return end.status;
}
