// SPDX-License-Identifier: Apache-2.0
// fivestard: the program. Reads its arguments and configuration, and runs the application over PC/SC.

#include "crypto/keys/key_memory.hpp"
#include "daemon/application.hpp"
#include "daemon/configuration.hpp"
#include "daemon/keys/evidence_key.hpp"
#include "daemon/keys/pseudonym_key.hpp"
#include "daemon/pcsc/pcsc_source.hpp"
#include "daemon/system/secret_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

namespace {

using fivestar::daemon::Configuration;
using fivestar::daemon::ConfigurationError;

constexpr const char* default_file = "/etc/fivestard/fivestard.toml";
constexpr int exit_usage = 64;

struct Arguments {
    std::string file = {};
    std::string socket = {};
    std::string new_evidence_key = {};
    std::string new_pseudonym_key = {};
    bool check = false;
};

/// Loads the named file. Without a name: the default file if it exists, else the built-in values.
std::expected<Configuration, ConfigurationError> configuration_of(const Arguments& arguments) {
    std::expected<Configuration, ConfigurationError> configuration{};
    if (!arguments.file.empty()) {
        configuration = fivestar::daemon::load_configuration(arguments.file);
    } else if (std::error_code ignored; std::filesystem::exists(default_file, ignored)) {
        configuration = fivestar::daemon::load_configuration(default_file);
    }
    if (configuration && !arguments.socket.empty()) configuration->socket.path = arguments.socket;
    return configuration;
}

/// Parses the arguments; returns the exit status if the program must end.
std::optional<int> parse(int argc, char** argv, Arguments& arguments) {
    CLI::App app{"Reads identity cards over PC/SC and serves verified records over a Unix socket."};
    app.add_option("--config", arguments.file,
                   "configuration (default: " + std::string{default_file} + ", if it exists)");
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
    const bool keys_are_locked = fivestar::crypto::lock_key_memory();
    auto configuration = configuration_of(arguments);
    if (!configuration) {
        std::cerr << "fivestard: " << configuration.error().to_string() << '\n';
        return EXIT_FAILURE;
    }
    if (arguments.check) {
        std::cout << "fivestard: the configuration is good\n";
        return EXIT_SUCCESS;
    }
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
