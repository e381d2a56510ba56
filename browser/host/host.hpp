// SPDX-License-Identifier: Apache-2.0
// The host of native messaging: answers the requests of the extension as the policy permits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>

namespace fivestar::browser {

/// The settings of an installation. Nothing from outside changes them.
struct Installation {
    std::filesystem::path policy = "/etc/fivestard/browser.d";
    uid_t policy_owner = 0;
    std::string socket = "/run/fivestard/fivestard.sock";
    std::uint32_t consent_milliseconds = 120'000;
};

/// Answers requests until the browser closes `input`, which cancels what is running. `is_called_by_extension`: the
/// arguments named our extension; without that, or if the parent is no browser, no origin is believed.
void serve(const Installation& installation, bool is_called_by_extension, int input, int output);

/// Prints the origins of the policy, or its fault on standard error; returns the exit status of the program.
[[nodiscard]] int check_configuration(const Installation& installation);

}  // namespace fivestar::browser
