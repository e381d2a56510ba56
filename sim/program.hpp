// What the program fivestar-sim does, after its arguments are read. Each returns the exit code: 0 done, 3 a problem,
// which is on standard error, 64 wrong arguments.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fivestar::sim {

/// The directory that holds personas/ and pki/, as installed.
[[nodiscard]] std::string installed_data_directory();

struct CardArguments {
    std::string persona;
    std::string address = "127.0.0.1:35963";
    std::string quirk = "none";
};

/// Serves until SIGTERM, SIGINT or the line `quit`. Takes lines from standard input until that ends; says `ready` on
/// standard output when signals and lines are heard.
int run_card(const std::filesystem::path& data, const CardArguments& arguments);

/// As `run_card`, for a smart card that shows the ATR of a Chinese identity card behind a security module, and answers
/// as if one had read it. `persona` is one of those of modules.
int run_sam_impostor(const std::filesystem::path& data, const std::string& persona, const std::string& address);

struct SamArguments {
    std::string persona;
    std::filesystem::path device;
    unsigned rate = 115'200;  ///< bits a second
    std::vector<std::string> faults;
    bool lifted = false;
};

/// As `run_card`, for a SAM_V module on a pseudo-terminal.
int run_sam(const std::filesystem::path& data, const SamArguments& arguments);

int write_pki(const std::filesystem::path& data, const std::filesystem::path& directory);

int print_personas(const std::filesystem::path& data, bool as_json);

int print_quirks();

int print_faults();

}  // namespace fivestar::sim
