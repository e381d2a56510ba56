// The command line of fivestarctl. Nothing secret may stand on it: other users can read it, and shells keep it.
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

/// What the person at the counter will type in or pipe in.
enum class KeyKind : std::uint8_t { none, can, mrz };

struct ReadersCommand {};
struct HealthCommand {};
struct WhoamiCommand {};
struct TrustCommand {};
struct WatchCommand {};

struct ReadCommand {
    std::string reader = {};               ///< id; empty: the one with a card
    std::string card = {};                 ///< id; empty: whichever lies there
    KeyKind key = KeyKind::none;           ///< comes from standard input
    std::vector<std::string> fields = {};  ///< empty: all that is granted
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

/// Values come from standard input: they are of a person.
struct MatchCommand {
    std::string read;                      ///< id
    std::vector<std::string> fields = {};  ///< paths, a line of standard input for each; empty: a JSON object
};

struct CrossCheckCommand {
    std::string one;  ///< id of a read
    std::string other;
};

struct MetricsCommand {
    std::string text_file;  ///< empty: to standard output
};

/// Works without a daemon, too.
struct DoctorCommand {};

struct EvidenceKeyCommand {};

/// Needs no daemon.
struct VerifyCommand {
    std::string file;
    std::string trust = "/etc/fivestard/trust";
    std::string lds_trust = {};  ///< empty: the five-star LDS profile is not believed
    std::string crl = "/etc/fivestard/crl";
    std::string master_list_signers = "/etc/fivestard/master-list-signers";
    std::string evidence_keys = "/etc/fivestard/evidence-keys";  ///< public keys of daemons; there may be none
    identity::AlgorithmPolicy policy = {};
};

using Command = std::variant<ReadersCommand, ReadCommand, DeleteCommand, NumberCommand, MatchCommand, CrossCheckCommand,
                             WatchCommand, HealthCommand, WhoamiCommand, TrustCommand, MetricsCommand, DoctorCommand,
                             EvidenceKeyCommand, VerifyCommand>;

struct Arguments {
    std::string socket_path;
    bool json = false;
    Command command;
};

/// Why there is nothing to run: help and version end well, everything else is misuse. The text never repeats an
/// argument, which may be a key somebody put in the wrong place.
struct NothingToRun {
    ExitCode exit_code;
    std::string text;
};

[[nodiscard]] std::expected<Arguments, NothingToRun> parse_arguments(int argument_count, const char* const* arguments);

}  // namespace fivestar::cli
