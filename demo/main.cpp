// SPDX-License-Identifier: Apache-2.0
// fivestar-demo: fivestard with embedded readers and simulated cards. Only the readers and the trust anchors (the
// simulator's test PKI) differ from fivestard.

#include "crypto/base/random.hpp"
#include "daemon/application.hpp"
#include "demo/chip_connection.hpp"
#include "sim/documents/document.hpp"
#include "sim/pki/pki.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace {

using namespace fivestar;

struct Arguments {
    std::string configuration = {};
    std::string socket = {};
    std::string trust = {};
    std::string data = {};
    std::string evidence_key = {};
    std::vector<std::string> personas = {"five-star-2023", "passport"};
};

/// Adds a reader named after the persona, with its card. `random` must outlive the chip.
Result<void> put_card(daemon::EmbeddedSource& source, const Arguments& arguments, const std::string& persona,
                      Random& random) {
    auto card = sim::load_card(arguments.data, persona);
    if (!card) return std::unexpected{card.error()};
    source.add_reader(persona);
    const sim::Interface interface = card->interface;
    const auto chip = std::make_shared<sim::Chip>(std::move(*card), sim::Quirks{}, random);
    source.insert(persona, demo::embedded_card(chip, interface));
    return {};
}

std::expected<daemon::Configuration, daemon::ConfigurationError> configuration_of(
    const Arguments& arguments, const std::shared_ptr<const daemon::EvidenceKey>& key) {
    std::expected<daemon::Configuration, daemon::ConfigurationError> read{};
    if (!arguments.configuration.empty()) read = daemon::load_configuration(arguments.configuration);
    if (!read) return read;
    daemon::Configuration& configuration = *read;
    const std::filesystem::path trust = arguments.trust;
    configuration.socket.path = arguments.socket;
    configuration.trust.csca_directory = trust / "csca";
    configuration.trust.crl_directory = trust / "crl";
    configuration.profiles.five_star_lds = true;
    if (key) configuration.evidence.key = key;
    configuration.profiles.five_star_lds_trust = trust / "csca-lds";
    return read;
}

int refuse(const std::string& what, const Error& error) {
    std::cerr << "fivestar-demo: " << what << ": " << to_string(error.code) << '\n';
    return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"Runs fivestard over embedded readers with simulated cards."};
    app.add_option("--config", arguments.configuration, "configuration file; socket and trust are replaced");
    app.add_option("--socket", arguments.socket, "Unix socket to listen on")->required();
    app.add_option("--trust", arguments.trust, "directory to write the test certificates to")->required();
    app.add_option("--data", arguments.data, "directory with personas/ and pki/")->required();
    app.add_option("--evidence-key", arguments.evidence_key, "file of the key that signs evidence");
    app.add_option("personas", arguments.personas, "personas of the cards; each gets a reader");
    CLI11_PARSE(app, argc, argv);

    const auto pki = sim::TestPki::load(arguments.data);
    if (!pki) return refuse("test PKI", pki.error());
    if (const auto written = pki->write(arguments.trust); !written) return refuse(arguments.trust, written.error());
    SystemRandom random;
    const auto source = std::make_shared<daemon::EmbeddedSource>();
    for (const std::string& persona : arguments.personas) {
        if (const auto put = put_card(*source, arguments, persona, random); !put) return refuse(persona, put.error());
    }
    std::shared_ptr<const daemon::EvidenceKey> key;
    if (!arguments.evidence_key.empty()) {
        const auto loaded = daemon::EvidenceKey::load(arguments.evidence_key);
        if (!loaded) return refuse(arguments.evidence_key, loaded.error());
        key = std::make_shared<const daemon::EvidenceKey>(*loaded);
    }
    auto configuration = configuration_of(arguments, key);
    if (!configuration) {
        std::cerr << "fivestar-demo: " << configuration.error().to_string() << '\n';
        return EXIT_FAILURE;
    }
    const auto log = daemon::make_standard_error_log();
    const auto end = daemon::run_application({.configuration = std::move(*configuration),
                                              .reload = [&arguments, &key] { return configuration_of(arguments, key); },
                                              .readers = source},
                                             *log);
    if (end.stuck) std::_Exit(end.status);
    return end.status;
}
