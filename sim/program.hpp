// SPDX-License-Identifier: Apache-2.0
// The commands of fivestar-sim. Each returns the exit code: 0 on success, 3 after a problem, which is reported on
// standard error, 64 for wrong arguments.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fivestar::sim {

struct CardArguments {
    std::string persona;
    std::string address = "127.0.0.1:35963";
    std::string quirk = "none";
};

/// Serves until SIGTERM, SIGINT or the line `quit`. Reads commands from standard input until its end. Prints `ready`
/// when signals and lines take effect.
int run_card(const std::filesystem::path& data, const CardArguments& arguments);

/// Like `run_card`, for a smart card with the ATR of a Chinese identity card behind a security module, which responds
/// as if a module had read it. `persona` names a persona of sam/.
int run_sam_impostor(const std::filesystem::path& data, const std::string& persona, const std::string& address);

struct SamArguments {
    std::string persona;
    std::filesystem::path device;
    unsigned rate = 115'200;  ///< bit/s
    std::vector<std::string> faults;
    bool lifted = false;
};

/// Like `run_card`, for a SAM_V module on a pseudo-terminal.
int run_sam(const std::filesystem::path& data, const SamArguments& arguments);

int write_pki(const std::filesystem::path& data, const std::filesystem::path& directory);

int print_personas(const std::filesystem::path& data, bool as_json);

int print_quirks();

int print_faults();

}  // namespace fivestar::sim
