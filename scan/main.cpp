// SPDX-License-Identifier: Apache-2.0
// fivestar-scan: the program. Runs one scanner of the configuration.

#include "crypto/base/descriptor.hpp"
#include "crypto/base/process.hpp"
#include "scan/configuration/configuration.hpp"
#include "scan/key_delivery.hpp"
#include "scan/keyboard_layout.hpp"
#include "scan/scanner.hpp"
#include "scan/udev_rules.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <sys/signalfd.h>

#include <CLI/CLI.hpp>

namespace {

using fivestar::scan::Configuration;
using fivestar::scan::ScannerSettings;

constexpr int exit_usage = 64;

struct Arguments {
    std::string file = fivestar::scan::default_configuration_file;
    std::string socket = {};
    std::string scanner = {};
    bool check = false;
    bool rules = false;
};

/// Parses the arguments; returns the exit status if the program must end.
std::optional<int> parse(int argc, char** argv, Arguments& arguments) {
    CLI::App app{"Hands what a swipe reader or scanner read to fivestard, as the key of the next card."};
    app.add_option("scanner", arguments.scanner, "name of the scanner; default: the only one of the configuration");
    app.add_option("--config", arguments.file, "configuration")->capture_default_str()->type_name("FILE");
    app.add_option("--socket", arguments.socket, "fivestard's socket, instead of the configured one")
        ->type_name("PATH");
    app.add_flag("--check-config", arguments.check, "check the configuration and exit");
    app.add_flag("--udev-rules", arguments.rules, "print udev rules for the configured devices and exit");
    app.set_version_flag("--version", "fivestar-scan " FIVESTAR_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? EXIT_SUCCESS : exit_usage;
    }
    return std::nullopt;
}

/// Returns a fault of the configuration that only libxkbcommon can tell; empty if there is none.
std::string layout_fault(const Configuration& configuration) {
    for (const ScannerSettings& scanner : configuration.scanners) {
        if (scanner.kind == ScannerSettings::Kind::keyboard &&
            !fivestar::scan::KeyboardLayout::load(scanner.keyboard)) {
            return "scanner \"" + scanner.name + "\": the keyboard layout " + scanner.keyboard.layout +
                   " has no variant \"" + scanner.keyboard.variant + '"';
        }
    }
    return {};
}

/// Returns null if there is no such scanner, or several to choose from.
const ScannerSettings* find_scanner(const Configuration& configuration, const std::string& name) {
    const auto& scanners = configuration.scanners;
    if (name.empty()) return scanners.size() == 1 ? &scanners.front() : nullptr;
    const auto found = std::ranges::find(scanners, name, &ScannerSettings::name);
    return found == scanners.end() ? nullptr : &*found;
}

/// A descriptor that becomes readable at SIGTERM and SIGINT.
fivestar::Descriptor stop_signals() {
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigaddset(&signals, SIGINT);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    return fivestar::Descriptor{::signalfd(-1, &signals, SFD_CLOEXEC)};
}

int fail(std::string_view text) {
    std::cerr << "fivestar-scan: " << text << '\n';
    return EXIT_FAILURE;
}

int run(const ScannerSettings& settings, const Configuration& configuration) {
    if (!fivestar::forbid_core_dumps()) std::cerr << "fivestar-scan: core dumps could not be disabled\n";
    const fivestar::Descriptor stop = stop_signals();
    if (!stop) return fail("signals cannot be received");
    const fivestar::scan::KeyDelivery delivery{configuration.socket, settings.reader};
    fivestar::scan::Scanner scanner{settings, [&delivery](std::string_view text) { return delivery.deliver(text); },
                                    [&settings](std::string_view text) {
                                        std::cerr << "fivestar-scan: " << settings.name << ": " << text << std::endl;
                                    }};
    scanner.run(stop.number());
    return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (const auto status = parse(argc, argv, arguments)) return *status;
    auto configuration = fivestar::scan::load_configuration(arguments.file);
    if (!configuration) return fail(configuration.error().to_string());
    if (const std::string fault = layout_fault(*configuration); !fault.empty()) {
        return fail(arguments.file + ": " + fault);
    }
    if (!arguments.socket.empty()) configuration->socket = arguments.socket;
    if (arguments.check) {
        std::cout << "fivestar-scan: the configuration is good\n";
        return EXIT_SUCCESS;
    }
    if (arguments.rules) {
        std::cout << fivestar::scan::udev_rules(*configuration);
        return EXIT_SUCCESS;
    }
    const ScannerSettings* const settings = find_scanner(*configuration, arguments.scanner);
    if (settings == nullptr) {
        return fail(arguments.scanner.empty()
                        ? arguments.file + " has not exactly one [[scanner]]: name one"
                        : arguments.file + " has no [[scanner]] named \"" + arguments.scanner + '"');
    }
    return run(*settings, *configuration);
}
