// SPDX-License-Identifier: Apache-2.0
// The command line of fivestarctl. It has no secrets: other users can read it, and shells store it.
#pragma once

#include "cli/exit_code.hpp"
#include "identity/verification/algorithm_policy.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <variant>
#include <vector>

namespace fivestar::cli {

/// The access key that standard input has. `values`: number, birth date and expiry date, a line each. `scanned`: none,
/// since a scanner brings the key to the daemon.
enum class KeyKind : std::uint8_t { none, can, mrz, values, scanned };

/// Prints one answer of the daemon.
struct ShowCommand {
    enum class Page : std::uint8_t { readers, health, whoami, trust, evidence_key };
    Page page = Page::readers;
};

struct WatchCommand {};

struct ReadCommand {
    std::string reader = {};               ///< id; empty: the only reader with a card
    std::string card = {};                 ///< id; empty: the card that is there
    KeyKind key = KeyKind::none;           ///< read from standard input
    std::vector<std::string> fields = {};  ///< empty: all that are granted
    std::chrono::seconds wait{0};
    std::string portrait_file = {};  ///< empty: the portrait is not fetched
    std::string evidence_file = {};  ///< empty: no evidence is asked for
};

struct DeleteCommand {
    std::string read;  ///< id
};

struct NumberCommand {
    std::string number;  ///< `-`: a line of standard input
};

/// Values are personal: they come from standard input.
struct MatchCommand {
    std::string read;                      ///< id
    std::vector<std::string> fields = {};  ///< paths, a line of standard input for each; empty: a JSON object
};

struct CrossCheckCommand {
    std::string one;  ///< id of a read
    std::string other;
};

struct MetricsCommand {
    std::string text_file;  ///< empty: standard output
};

/// Works with or without a daemon.
struct DoctorCommand {};

/// Needs no daemon.
struct VerifyCommand {
    std::string file;
    std::string trust = "/etc/fivestard/trust";
    std::string lds_trust = {};  ///< empty: the five-star LDS profile is not trusted
    std::string crl = "/etc/fivestard/crl";
    std::string master_list_signers = "/etc/fivestard/master-list-signers";
    std::string evidence_keys =
        "/etc/fivestard/evidence-keys";  ///< public keys of daemons; the directory may be missing
    identity::AlgorithmPolicy policy = {};
};

using Command = std::variant<ShowCommand, ReadCommand, DeleteCommand, NumberCommand, MatchCommand, CrossCheckCommand,
                             WatchCommand, MetricsCommand, DoctorCommand, VerifyCommand>;

struct Arguments {
    std::string socket_path;
    bool json = false;
    Command command;
};

/// The text to print instead of running a command: help and version, or a usage error. It never repeats an argument,
/// which may be a key in the wrong place.
struct NothingToRun {
    ExitCode exit_code;
    std::string text;
};

[[nodiscard]] std::expected<Arguments, NothingToRun> parse_arguments(int argument_count, const char* const* arguments);

}  // namespace fivestar::cli
