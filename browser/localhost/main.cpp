// SPDX-License-Identifier: Apache-2.0
// fivestar-localhost: the program. Answers pages that nobody can change in the forms of reader vendors' local services.
#include "browser/localhost/configuration.hpp"
#include "browser/localhost/server.hpp"
#include "browser/policy/policy.hpp"
#include "crypto/base/process.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>

#include <CLI/CLI.hpp>

namespace {

using namespace fivestar::browser;

constexpr int exit_usage = 64;

struct Arguments {
    std::string file = default_localhost_file;
    std::string policy = {};
    std::string socket = {};
    bool check = false;
};

/// Parses the arguments; returns the exit status if the program must end.
std::optional<int> parse(int argc, char** argv, Arguments& arguments) {
    CLI::App app{"Answers web pages on 127.0.0.1 in the forms of reader vendors' local services."};
    app.add_option("--config", arguments.file, "configuration")->capture_default_str()->type_name("FILE");
    app.add_option("--policy", arguments.policy,
                   "policy of web pages, with files of the user who runs this program, instead of root's")
        ->type_name("DIRECTORY");
    app.add_option("--socket", arguments.socket, "fivestard's socket, instead of the configured one")
        ->type_name("PATH");
    app.add_flag("--check-config", arguments.check, "check the configuration and the policy, and exit");
    app.set_version_flag("--version", "fivestar-localhost " FIVESTAR_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? EXIT_SUCCESS : exit_usage;
    }
    return std::nullopt;
}

int fail(std::string_view text) {
    std::cerr << "fivestar-localhost: " << text << '\n';
    return EXIT_FAILURE;
}

/// Prints the services, and the origins that may use them.
int report(const LocalhostConfiguration& configuration, const Policy& policy) {
    for (const LocalService& service : configuration.services)
        std::cout << vendor_form_names[service.form] << ": 127.0.0.1:" << service.port << '\n';
    if (configuration.services.empty()) std::cout << "no [[service]]: nothing is answered\n";
    bool is_used = false;
    for (const OriginRule& rule : policy.rules) {
        if (!rule.permits_localhost) continue;
        is_used = true;
        std::cout << rule.origin << (rule.asks_consent ? ": refused, because consent cannot be asked here\n" : "\n");
    }
    if (!is_used) std::cout << "no origin has localhost = true\n";
    return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (const auto status = parse(argc, argv, arguments)) return *status;
    const auto configuration = load_localhost_configuration(arguments.file);
    if (!configuration) return fail(configuration.error().to_string());
    auto parts = std::make_shared<LocalhostParts>();
    parts->policy = arguments.policy.empty() ? "/etc/fivestard/browser.d" : arguments.policy;
    parts->policy_owner = arguments.policy.empty() ? 0 : ::geteuid();
    parts->socket = arguments.socket.empty() ? configuration->socket.native() : arguments.socket;
    parts->log = [](std::string_view line) { std::cerr << "fivestar-localhost: " << line << std::endl; };
    const auto policy = load_policy(parts->policy, parts->policy_owner);
    if (!policy) return fail(policy.error());
    if (arguments.check) return report(*configuration, *policy);
    if (configuration->services.empty()) return fail(arguments.file + " has no [[service]]");
    if (!fivestar::forbid_core_dumps()) parts->log("core dumps could not be disabled");
    fivestar::ignore_broken_pipes();
    LocalhostServer server{parts};
    parts.reset();
    for (const LocalService& service : configuration->services) {
        if (const auto opened = server.open(service); !opened) return fail(opened.error());
    }
    server.run();
    return EXIT_SUCCESS;
}
